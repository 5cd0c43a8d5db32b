/** What was entered in place of an address alone. */
export type AddressNote =
  /** Quotes, brackets, spaces, line breaks or invisible characters were removed. */
  | 'cleaned'
  /** The scheme was missing or misspelled. */
  | 'scheme'
  /** The part after `#`, which is never sent to a server, was removed. */
  | 'fragment'
  /** A command or a configuration was pasted, of which the address alone is used. */
  | 'extracted';

/** An address as it was understood. */
export interface TypedAddress {
  /** With scheme and without fragment, as a URL parser writes it. */
  url: string;
  notes: AddressNote[];
  /** The scheme was not entered clearly: on this computer, http may be meant. */
  guessedHttps: boolean;
}

/**
 * Understands an address as people type or paste it. An address that is already strict means what it says. Undefined if
 * there is none, or if there are several. The address is not checked otherwise.
 */
export function understandAddress(typed: string): TypedAddress | undefined {
  const trimmed = typed.trim();
  const strict = isStrict(trimmed) ? trimmed : undefined;
  const notes = new Set<AddressNote>();
  const text = strict ?? addressIn(typed, notes);
  if (text === undefined) return undefined;
  const { whole, clear } = withScheme(text);
  if (!clear) notes.add('scheme');
  if (/\s/.test(whole) || !URL.canParse(whole)) return undefined;
  const url = new URL(whole);
  if (url.hash) notes.add('fragment');
  url.hash = '';
  return { url: url.href, notes: [...notes], guessedHttps: !clear && url.protocol === 'https:' };
}

const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** `https://https` is a doubled scheme, and no host. */
function isStrict(text: string): boolean {
  return (
    /^https?:\/\/[^\s/]/i.test(text) && !/\s/.test(text) && !invisibleIn(text) && !/^https?:\/\/https?:/i.test(text)
  );
}

function invisibleIn(text: string): boolean {
  return text.replace(invisible, '') !== text;
}

function addressIn(typed: string, notes: Set<AddressNote>): string | undefined {
  const visible = typed.replace(invisible, '').trim();
  const alone = joined(unwrapped(visible));
  const found = configured(visible) ?? (/\s/.test(alone) ? commanded(visible) : undefined);
  if (found !== undefined) notes.add('extracted');
  const bare = found ?? alone;
  if (found === undefined && bare !== typed) notes.add('cleaned');
  return bare;
}

/** The address in JSON, or in a piece of it: what other apps keep in their settings. */
function configured(text: string): string | undefined {
  if (!/^[\s[{]*(?:"[^"]*"\s*:|\{)/.test(text)) return undefined;
  const named = [...text.matchAll(/"(?:url|serverUrl|httpUrl|endpoint)"\s*:\s*"([^"]+)"/g)].map(([, url = '']) => url);
  return only(named.length > 0 ? named : urlsIn(text));
}

/** The address in a command line: the one after `mcp-remote`, else the only one. */
function commanded(text: string): string | undefined {
  const [first = '', ...others] = text.split(/\s+/);
  if (others.length === 0 || /[:/.]/.test(first.replace(/^(?:\$|>|URL:)$/i, ''))) return undefined;
  const [, bridged] = /\bmcp-remote\S*\s+(.*)$/s.exec(text) ?? [];
  return bridged === undefined ? only(urlsIn(text)) : urlsIn(bridged)[0];
}

const urlsIn = (text: string): string[] => text.match(/https?:\/\/[^\s"'`<>\\]+/gi) ?? [];

function only(urls: readonly string[]): string | undefined {
  const different = new Set(urls);
  return different.size === 1 ? urls[0] : undefined;
}

const pairs = ['""', "''", '``', '<>', '()', '[]', '{}', '“”', '‘’', '«»', '„“', '「」'];

/** Without what surrounds it: quotes, brackets, `URL:` (RFC 3986 appendix C), or a link in Markdown. */
function unwrapped(text: string): string {
  const linked = /^\[[^\]]*\]\((\S+)\)$/.exec(text)?.[1];
  if (linked !== undefined) return unwrapped(linked);
  const inner = text.replace(/^URL:\s*/i, '').replace(/(?<=["'`”’»>)])\s*[,;.]$/, '');
  const pair = inner.length > 1 && pairs.find(([open, close]) => inner.at(0) === open && inner.at(-1) === close);
  if (pair) return unwrapped(inner.slice(1, -1).trim());
  return inner === text ? text : unwrapped(inner);
}

/** An address that was broken into lines, as in a mail; not several of them. */
function joined(text: string): string {
  const [first = '', ...others] = text.split(/\s*[\r\n]\s*/);
  return others.some((line) => line.includes('://')) ? text : [first, ...others].join('');
}

/** `clear`: https or http was entered as such. */
function withScheme(text: string): { whole: string; clear: boolean } {
  // From the input of Chinese and Japanese.
  const plain = text.replace(/^([a-z]+)：/i, '$1:').replace(/^([a-z]+:)[／/]+/i, '$1//');
  const [, single = plain] = /^https?:\/\/(https?:.*)$/i.exec(plain) ?? [];
  if (isStrict(single)) return { whole: single, clear: single === text };
  const [, word = '', rest] =
    /^([htps]{3,8})(?:[:;][/\\:]+|[/\\]{2,}:?|[:;](?=[^\d/\\]))[/\\]*(.+)$/i.exec(single) ?? [];
  if (rest !== undefined && /t/i.test(word) && /p/i.test(word))
    return { whole: `${/s/i.test(word) || !isThisComputer(rest) ? 'https' : 'http'}://${rest}`, clear: false };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(single)) return { whole: single, clear: true };
  return { whole: `https://${single.replace(/^\/\//, '')}`, clear: false };
}

function isThisComputer(rest: string): boolean {
  return /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?=[:/?#]|$)/i.test(rest);
}

import type { ElectronApplication } from '@playwright/test';
import { openScriptedServer } from '../support/open-scripted-server.ts';
import { ready } from './person.ts';
import { expect, test } from './test.ts';

/** Mantine needs inline styles; results are displayed from `data:` URLs. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  'media-src data:',
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

type Files = Record<string, { status: number; policy: string | undefined; sniff: string | undefined }>;

/** Responses of the page's scheme, requested from main. */
function filesAt(application: ElectronApplication, urls: string[]): Promise<Files> {
  return application.evaluate(async ({ net }, urls) => {
    const found: Record<string, { status: number; policy: string | undefined; sniff: string | undefined }> = {};
    for (const url of urls) {
      const response = await net.fetch(url, { bypassCustomProtocolHandlers: false }).catch(() => undefined);
      found[url] = {
        status: response?.status ?? 0,
        policy: response?.headers.get('content-security-policy') ?? undefined,
        sniff: response?.headers.get('x-content-type-options') ?? undefined,
      };
    }
    return found;
  }, urls);
}

test('the pages of the window have a policy that allows their own scripts and nothing else', async ({
  desktop,
  closing,
}) => {
  const trap = closing(await openScriptedServer());
  const { application, window } = await desktop.launch();
  await ready(window);
  const page = await filesAt(application, ['app://keyfob/index.html']);
  expect(page).toEqual({ 'app://keyfob/index.html': { status: 200, policy, sniff: 'nosniff' } });

  const tried = await window.evaluate(async (address) => {
    const found: Record<string, string> = {};
    // By a timer, because code that Playwright itself calls may evaluate text.
    const how = (work: () => unknown) =>
      new Promise((resolve) => setTimeout(resolve)).then(work).then(
        () => 'done',
        (error: Error) => error.name,
      );
    const stopped: string[] = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => stopped.push(effectiveDirective));
    // oxlint-disable-next-line no-eval -- to see that it throws
    found['eval'] = await how(() => (0, eval)('1'));
    // oxlint-disable-next-line no-implied-eval, no-new-func -- the same
    found['Function'] = await how(() => new Function('return 1')());
    found['WebAssembly'] = await how(() => WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])));
    found['fetch'] = await how(() => fetch(address));
    found['fetch of our own'] = await how(() => fetch('app://keyfob/index.html'));
    found['import'] = await how(() => import(/* @vite-ignore */ `${address}/x.js`));
    const data = 'data:text/javascript,1';
    found['import of data'] = await how(() => import(/* @vite-ignore */ data));
    found['Worker'] = await how(() => new Worker(URL.createObjectURL(new Blob(['1']))));
    // It reports success even if blocked; the trap tells.
    navigator.sendBeacon(address);
    found['XMLHttpRequest'] = await how(
      () =>
        new Promise((resolve, reject) => {
          const request = new XMLHttpRequest();
          request.addEventListener('load', resolve);
          request.addEventListener('error', () => reject(new Error('stopped')));
          request.open('GET', address);
          request.send();
        }),
    );
    for (const [name, make] of [
      ['WebSocket', () => new WebSocket(address.replace('http', 'ws'))],
      ['EventSource', () => new EventSource(address)],
    ] as const)
      found[name] = await how(
        () =>
          new Promise((resolve, reject) => {
            const connection = make();
            connection.addEventListener('open', resolve);
            connection.addEventListener('error', () => reject(new Error('stopped')));
          }),
      );
    const inline = document.createElement('script');
    inline.textContent = 'globalThis.inlineRan = true';
    document.body.append(inline);
    const outside = (tag: string, of: Record<string, string>) => {
      const element = document.createElement(tag);
      for (const [name, value] of Object.entries(of)) element.setAttribute(name, value);
      document.body.append(element);
    };
    outside('script', { src: `${address}/script` });
    outside('img', { src: `${address}/img`, onerror: 'globalThis.inlineRan = true' });
    outside('link', { rel: 'stylesheet', href: `${address}/style` });
    outside('iframe', { src: `${address}/iframe` });
    outside('iframe', { srcdoc: '<script>top.inlineRan = true</script>' });
    outside('object', { data: `${address}/object` });
    outside('embed', { src: `${address}/embed` });
    outside('video', { src: `${address}/video` });
    outside('base', { href: `${address}/` });
    await new Promise((resolve) => setTimeout(resolve, 500));
    found['inline'] = 'inlineRan' in globalThis ? 'ran' : 'stopped';
    found['base'] = document.baseURI;
    return { found, stopped: [...new Set(stopped)].toSorted() };
  }, trap.origin);
  expect(tried.found).toEqual({
    eval: 'EvalError',
    Function: 'EvalError',
    WebAssembly: 'CompileError',
    fetch: 'TypeError',
    'fetch of our own': 'TypeError',
    import: 'TypeError',
    'import of data': 'TypeError',
    Worker: 'SecurityError',
    XMLHttpRequest: 'Error',
    WebSocket: 'Error',
    EventSource: 'Error',
    inline: 'stopped',
    base: 'app://keyfob/index.html',
  });
  for (const directive of ['connect-src', 'script-src-elem', 'img-src', 'style-src-elem', 'frame-src', 'media-src'])
    expect(tried.stopped).toContain(directive);
  expect(trap.requests).toEqual([]);
});

test('the page of the window has no Node, no Electron, and one bridge', async ({ desktop }) => {
  const { application, window } = await desktop.launch();
  await ready(window);
  const page = await window.evaluate(() => {
    const names = [
      'require',
      'process',
      'module',
      'exports',
      'Buffer',
      'global',
      '__dirname',
      'electron',
      'ipcRenderer',
    ];
    const { keyfob } = globalThis as unknown as { keyfob: object };
    return {
      found: names.filter((name) => name in globalThis),
      door: Object.keys(keyfob).toSorted(),
      frozen: Object.isFrozen(keyfob),
    };
  });
  expect(page).toEqual({ found: [], door: ['language', 'listen', 'request'], frozen: true });
  const preferences = await application.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) => {
      const all = (
        webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      ).getLastWebPreferences();
      return Object.fromEntries(
        [
          'sandbox',
          'contextIsolation',
          'nodeIntegration',
          'webSecurity',
          'webviewTag',
          'allowRunningInsecureContent',
        ].map((name) => [name, all[name] ?? false]),
      );
    }),
  );
  expect(preferences).toEqual([
    {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
    },
  ]);
});

test('the scheme of the window serves the page’s files and nothing else', async ({ desktop }) => {
  const { application, window } = await desktop.launch();
  await ready(window);
  const outside = [
    'app://keyfob/../main/index.js',
    'app://keyfob/..%2fmain%2findex.js',
    'app://keyfob/%2e%2e/main/index.js',
    'app://keyfob/%2e%2e%2fmain%2findex.js',
    'app://keyfob/..%5cmain%5cindex.js',
    'app://keyfob/assets/..%2f..%2f..%2fpackage.json',
    'app://keyfob/..%2f..%2fpackage.json',
    'app://keyfob/%252e%252e%252fmain%252findex.js',
    'app://keyfob/..%2frenderer-elsewhere%2findex.html',
    'app://keyfob//etc/passwd',
    'app://keyfob/%2fetc%2fpasswd',
    'app://keyfob/%00index.html',
    'app://keyfob/index.html%00.js',
    'app://keyfob/%',
    'app://keyfob/%ff',
    'app://keyfob/',
    'app://keyfob/nothing.html',
    'app://elsewhere/index.html',
    'app://keyfob.evil/index.html',
    'app://user@keyfob/index.html',
  ];
  const found = await filesAt(application, outside);
  expect(Object.entries(found).filter(([, { status }]) => status !== 404 && status !== 0)).toEqual([]);
  expect((await filesAt(application, ['app://keyfob/index.html']))['app://keyfob/index.html']?.status).toBe(200);
});

test('the main process answers its own page alone: no frame in it and no other origin', async ({ desktop }) => {
  const { application, window } = await desktop.launch();
  await ready(window);
  // A foreign window that got this far: created by the test in main, with the same preload.
  const answers = await application.evaluate(async ({ BrowserWindow, ipcMain }) => {
    const [ours] = BrowserWindow.getAllWindows();
    if (!ours) throw new Error('there is no window');
    type Handler = (event: unknown, input: unknown) => Promise<unknown>;
    const handler = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers.get(
      'servers:list',
    );
    if (!handler) throw new Error('nobody listens');
    const sender = ours.webContents;
    const frame = sender.mainFrame;
    const like = (other: object) => ({ ...other, origin: 'app://keyfob' });
    const asked: Record<string, object> = {
      'the page': { sender, senderFrame: frame },
      'no frame': { sender, senderFrame: null },
      'a frame in it': { sender, senderFrame: like({ parent: frame }) },
      'another window': { sender: { id: sender.id + 1000 }, senderFrame: frame },
    };
    const found: Record<string, unknown> = {};
    for (const [who, event] of Object.entries(asked)) found[who] = await handler(event, undefined);
    return found;
  });
  const forbidden = { ok: false, error: { code: 'forbidden', values: {} } };
  expect(answers).toEqual({
    'the page': { ok: true, value: [] },
    'no frame': forbidden,
    'a frame in it': forbidden,
    'another window': forbidden,
  });

  // The same window, navigated to another page with the same bridge.
  const elsewhere = await application.evaluate(async ({ BrowserWindow }) => {
    const [ours] = BrowserWindow.getAllWindows();
    await ours?.webContents.loadURL('data:text/html,<p>elsewhere</p>');
    return ours?.webContents.executeJavaScript("keyfob.request('servers:list')") as Promise<unknown>;
  });
  expect(elsewhere).toEqual(forbidden);
});

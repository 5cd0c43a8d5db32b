import { openScriptedServer } from '../support/open-scripted-server.ts';
import { ready } from './person.ts';
import { expect, test } from './test.ts';
import { filesIn } from './what-is-stored.ts';

test('the window navigates nowhere, opens nothing, has no permissions and downloads nothing', async ({
  desktop,
  closing,
}) => {
  const trap = closing(await openScriptedServer());
  const { application, window } = await desktop.launch();
  await ready(window);
  await application.evaluate(({ shell, app }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = async (url) => void opened.push(url);
    app.on('web-contents-created', () => opened.push('a web contents'));
    app.on('browser-window-created', () => opened.push('a window'));
  });
  const tried = await window.evaluate(async (address) => {
    const found: Record<string, unknown> = {};
    const wait = () => new Promise((resolve) => setTimeout(resolve, 150));
    const addresses = [
      `${address}/`,
      'file:///etc/passwd',
      'javascript:globalThis.scriptRan = true',
      'data:text/html,x',
      'app.keyfob:/oauth/callback?code=x&state=y',
      'mailto:x@example.com',
      'app://elsewhere/index.html',
      'chrome://gpu',
    ];
    const click = (element: HTMLElement) => {
      document.body.append(element);
      element.click();
      element.remove();
    };
    for (const url of addresses) {
      const opened = globalThis.open(url);
      found[`open ${url}`] = opened === null;
      try {
        location.assign(url);
      } catch {
        // Chromium itself refuses some of them.
      }
      await wait();
      for (const more of [{}, { target: '_blank' }, { target: '_top' }, { download: 'x' }])
        click(Object.assign(document.createElement('a'), { href: url }, more));
      await wait();
      const form = Object.assign(document.createElement('form'), { action: url, method: 'post' });
      document.body.append(form);
      form.submit();
      form.remove();
      await wait();
    }
    click(
      Object.assign(document.createElement('a'), {
        href: URL.createObjectURL(new Blob(['x'])),
        download: 'keyfob-download.txt',
      }),
    );
    history.pushState(null, '', '/elsewhere');
    history.replaceState(null, '', '/index.html');
    document.body.insertAdjacentHTML('beforeend', `<webview src="${address}/webview"></webview>`);
    document.body.insertAdjacentHTML('beforeend', `<meta http-equiv="refresh" content="0;url=${address}/refresh">`);
    await wait();
    found['script'] = 'scriptRan' in globalThis;
    found['webview'] = 'getWebContentsId' in (document.querySelector('webview') ?? {});
    return found;
  }, trap.origin);
  expect(Object.entries(tried).filter(([name, value]) => value !== name.startsWith('open '))).toEqual([]);

  const permissions = await window.evaluate(async () => {
    const found: Record<string, string> = {};
    const how = async (name: string, work: () => Promise<unknown>) => {
      const late = new Promise((resolve) => setTimeout(() => resolve('late'), 2000));
      found[name] = await Promise.race([work(), late]).then(
        (value) => (value === 'denied' || value === 'late' ? 'denied' : 'allowed'),
        () => 'denied',
      );
    };
    await how(
      'geolocation',
      () => new Promise((done, failed) => navigator.geolocation.getCurrentPosition(done, failed)),
    );
    await how('camera', () => navigator.mediaDevices.getUserMedia({ video: true }));
    await how('microphone', () => navigator.mediaDevices.getUserMedia({ audio: true }));
    await how('screen', () => navigator.mediaDevices.getDisplayMedia());
    await how('notifications', () => Notification.requestPermission());
    await how('reading the clipboard', () => navigator.clipboard.readText());
    await how('fullscreen', () => document.documentElement.requestFullscreen());
    await how('pointer lock', () => document.documentElement.requestPointerLock());
    const asked = ['geolocation', 'camera', 'microphone', 'notifications', 'clipboard-read', 'midi', 'storage-access'];
    for (const name of asked)
      await how(`query ${name}`, async () => (await navigator.permissions.query({ name: name as 'camera' })).state);
    return found;
  });
  expect(Object.entries(permissions).filter(([, outcome]) => outcome !== 'denied')).toEqual([]);

  expect((await filesIn(desktop.home)).filter(({ path }) => path.endsWith('keyfob-download.txt'))).toEqual([]);
  expect(window.url()).toBe('app://keyfob/index.html');
  // Chromium opens this page without asking; the guard returns from it, under any of its names.
  for (const name of ['about:blank', 'about:blank#x', 'about:blank?x']) {
    const blank = window.waitForEvent('framenavigated', (frame) => frame.url() === name);
    await window.evaluate((name) => void setTimeout(() => location.assign(name)), name);
    await blank;
    await ready(window);
    expect(window.url()).toBe('app://keyfob/index.html');
  }
  expect(application.windows()).toHaveLength(1);
  expect(await application.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)).toEqual([]);
  expect(trap.requests).toEqual([]);
});

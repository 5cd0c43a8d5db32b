import type { QuestionView } from '../../src-preload/contract/asking.ts';
import { call, changes, permission } from '../support/example-questions.ts';
import { openScriptedServer } from '../support/open-scripted-server.ts';
import { payloads } from '../support/payloads.ts';
import { agentFor, nextWindow, press, showQuestions, startWithServers } from './asking-window.ts';
import { moreThanText } from './canary.ts';
import { expect, test } from './test.ts';

test('a question leaves its place empty, so that no click meets the one below it', async ({ desktop, closing }) => {
  const { application } = await startWithServers(desktop, closing, ['One', 'Two']);
  const asking = await nextWindow(application, () => agentFor(desktop, closing, 'one'));
  agentFor(desktop, closing, 'two');
  const headings = asking.getByRole('heading');
  await expect(headings).toHaveCount(2);
  await expect(asking.getByRole('button', { disabled: false })).toHaveCount(10);
  const second = asking.getByRole('region', { name: 'Allow playwright to use Two?' });
  const before = await second.boundingBox();
  const never = asking.getByRole('button', { name: 'Not now' }).first();
  const box = await never.boundingBox();
  if (!box) throw new Error('there is no button');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  // Four clicks where the first question was answer it alone.
  await asking.mouse.click(x, y, { clickCount: 4, delay: 10 });
  await expect(headings).toHaveText(['Allow playwright to use Two?']);
  await expect(asking.getByRole('listitem').first()).toHaveText('Not now');
  expect(await second.boundingBox()).toEqual(before);
  await asking.mouse.click(x, y);
  await expect(headings).toHaveCount(1);
  // Once the pointer has left, the rest moves up, and sleeps as if it had just appeared.
  await asking.clock.install();
  await asking.clock.pauseAt(Date.now() + 1000);
  await asking.mouse.move(x, 5000);
  await asking.evaluate(() => document.querySelector('ul')?.dispatchEvent(new PointerEvent('pointerleave')));
  await expect(asking.getByRole('listitem')).toHaveCount(1);
  await expect(asking.getByRole('button', { disabled: true })).toHaveCount(5);
  await asking.clock.resume();
  await press(asking, 'Not now');
  await expect.poll(() => application.windows().length).toBe(1);
});

test('a press that began before a question could be answered does not answer it', async ({ desktop, closing }) => {
  const { application } = await startWithServers(desktop, closing, ['One']);
  const asking = await nextWindow(application, () => agentFor(desktop, closing, 'one'));
  await expect(asking.getByRole('button', { disabled: false })).toHaveCount(5);
  await showQuestions(application, asking, [permission]);
  await asking.clock.install();
  await asking.clock.pauseAt(Date.now() + 60_000);
  await showQuestions(application, asking, [permission]);
  const radio = asking.getByRole('radio', { name: 'Use all tools' });
  const box = await radio.boundingBox();
  if (!box) throw new Error('there is no choice');
  await asking.mouse.move(box.x + 5, box.y + 5);
  await asking.mouse.down();
  await asking.clock.runFor(600);
  await expect(asking.getByRole('button', { disabled: false })).toHaveCount(5);
  await asking.mouse.up();
  await expect(radio).not.toBeChecked();
  await asking.clock.runFor(10);
  await radio.click();
  await expect(radio).toBeChecked();
});

test('the window of the question navigates nowhere, opens nothing and has no permissions', async ({
  desktop,
  closing,
}) => {
  const trap = closing(await openScriptedServer());
  const { application } = await startWithServers(desktop, closing, ['One']);
  const asking = await nextWindow(application, () => agentFor(desktop, closing, 'one'));
  const tried = await asking.evaluate(async (address) => {
    const found: Record<string, unknown> = {};
    const wait = () => new Promise((resolve) => setTimeout(resolve, 100));
    for (const url of [`${address}/`, 'file:///etc/passwd', 'app://keyfob/index.html', 'data:text/html,x']) {
      found[`open ${url}`] = globalThis.open(url);
      try {
        location.assign(url);
      } catch {
        // Chromium itself refuses some of them.
      }
      await wait();
      for (const target of ['', '_blank', '_top']) {
        const link = Object.assign(document.createElement('a'), { href: url, target });
        document.body.append(link);
        link.click();
        link.remove();
      }
      await wait();
    }
    const refused = (work: Promise<unknown>) => work.then(String, () => null);
    found['fetch'] = await refused(fetch(address));
    found['script'] = await refused(import(/* @vite-ignore */ `${address}/x.js`));
    found['notifications'] = (await Notification.requestPermission()) === 'denied' ? null : 'allowed';
    found['microphone'] = await refused(navigator.mediaDevices.getUserMedia({ audio: true }));
    return found;
  }, trap.origin);
  expect(Object.entries(tried).filter(([, value]) => value !== null)).toEqual([]);
  expect(asking.url()).toBe('app://keyfob/asking.html');
  expect(application.windows()).toHaveLength(2);
  expect(trap.requests).toEqual([]);
  const preferences = await application.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) => {
      const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } = (
        webContents as unknown as { getLastWebPreferences: () => Electron.WebPreferences }
      ).getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag };
    }),
  );
  const hardened = {
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  };
  expect(preferences).toEqual([hardened, hardened]);
});

test('the window of the question shows the texts of programs and servers as text and nothing else', async ({
  desktop,
  closing,
}) => {
  test.setTimeout(300_000);
  const trap = closing(await openScriptedServer());
  const all = payloads(trap.origin);
  const { application } = await startWithServers(desktop, closing, ['One']);
  const asking = await nextWindow(application, () => agentFor(desktop, closing, 'one'));
  const wrong: string[] = [];
  asking.on('pageerror', (error) => wrong.push(error.message));
  asking.on('dialog', (dialog) => void dialog.dismiss().then(() => wrong.push('a dialog')));
  asking.on('frameattached', () => wrong.push('a frame'));
  asking.on('console', (message) => wrong.push(message.text()));
  // Names come cleaned from the main process; definitions and arguments as they are.
  const named = (text: string) =>
    text
      .replaceAll(/[^\P{C}\n\t]|\p{Default_Ignorable_Code_Point}|\u2800/gu, '')
      .slice(0, 80)
      .toWellFormed();
  for (let from = 0; from < all.length; from += 20) {
    const questions: QuestionView[] = all.slice(from, from + 20).flatMap(({ number, text }): QuestionView[] => {
      const name = named(text);
      return [
        [{ ...permission, id: `${number}`, program: name, path: name, startedBy: [name], server: name, host: name }],
        [{ ...call, id: `${number}`, tool: name, title: name, input: text }],
        [{ ...changes, id: `${number}`, changes: [{ ...changes.changes[0]!, name, before: 'x', after: text }] }],
      ][number % 3]!;
    });
    await showQuestions(application, asking, questions);
    wrong.push(...(await asking.evaluate(moreThanText)).map((what) => `${from}: ${what}`));
  }
  expect(wrong).toEqual([]);
  expect(trap.requests).toEqual([]);
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { violationsIn } from './accessibility.ts';
import type { AgentProgram } from './agent-program.ts';
import { ask } from './ask.ts';
import { agentFor, nextWindow, press, startWithServers } from './asking-window.ts';
import { ready } from './person.ts';
import { expect, test } from './test.ts';

test('a program is asked about in a window that names it, its server and whose sign-in, and takes no keyboard', async ({
  desktop,
  closing,
}) => {
  const { application, window } = await startWithServers(desktop, closing, ['Everything', 'Notes']);
  const asking = await nextWindow(application, () => agentFor(desktop, closing, 'everything'));
  await expect(asking.getByRole('heading')).toHaveText('Allow playwright to use Everything?');
  const text = asking.getByRole('region', { name: 'Allow playwright to use Everything?' });
  for (const words of [
    'This program calls itself playwright.',
    'workerProcessEntry.js',
    'This server needs no sign-in.',
    'Use all tools',
    '127.0.0.1',
  ])
    await expect(text).toContainText(words);
  expect(await violationsIn(asking)).toEqual([]);
  expect(await asking.evaluate(() => document.activeElement === document.body)).toBe(true);
  expect(
    await application.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((one) => [one.isVisible(), one.isAlwaysOnTop()]),
    ),
  ).toEqual(expect.arrayContaining([[true, true]]));
  await asking.keyboard.press('Enter');
  await asking.keyboard.press('Space');
  await expect(asking.getByRole('heading')).toHaveCount(1);

  // A second question joins the list. With the page's clock stopped, no press counts for it.
  await asking.clock.install();
  await asking.clock.pauseAt(Date.now() + 1000);
  agentFor(desktop, closing, 'notes');
  await expect(asking.getByRole('heading')).toHaveText([
    'Allow playwright to use Everything?',
    'Allow playwright to use Notes?',
  ]);
  await asking.getByRole('button', { name: 'Always allow' }).last().click({ force: true });
  await expect(asking.getByRole('button', { disabled: true })).toHaveCount(5);
  await asking.clock.runFor(600);
  await expect(asking.getByRole('button', { disabled: false })).toHaveCount(10);
  await asking.clock.resume();
  await asking.emulateMedia({ colorScheme: 'dark' });
  expect(await violationsIn(asking)).toEqual([]);
  await ready(window);
});

test('an answer of the window counts for the program: always, never, and not now by closing it', async ({
  desktop,
  closing,
}) => {
  const { application } = await startWithServers(desktop, closing, ['One', 'Two', 'Three']);
  let agent: AgentProgram | undefined;
  const always = await nextWindow(application, () => (agent = agentFor(desktop, closing, 'one')));
  await press(always, 'Always allow');
  await agent?.answerTo(1);
  await agentFor(desktop, closing, 'one').answerTo(1);

  const never = await nextWindow(application, () => (agent = agentFor(desktop, closing, 'two')));
  await press(never, 'Never allow');
  await agent?.answerTo(1);
  await agentFor(desktop, closing, 'two').answerTo(1);

  const closed = await nextWindow(application, () => (agent = agentFor(desktop, closing, 'three')));
  await closed.close();
  await agent?.answerTo(1);
  expect(application.windows()).toHaveLength(1);
});

test('the window of the question has its own requests alone, and no other page has them', async ({
  desktop,
  closing,
}) => {
  const { application, window } = await startWithServers(desktop, closing, ['Everything']);
  const asking = await nextWindow(application, () => agentFor(desktop, closing, 'everything'));
  const bridges = (page: Page) =>
    page.evaluate(() => ['keyfob', 'keyfobAsking', 'require', 'process'].filter((name) => name in globalThis));
  expect(await bridges(asking)).toEqual(['keyfobAsking']);
  expect(await bridges(window)).toEqual(['keyfob']);
  const answers = await application.evaluate(async ({ BrowserWindow, ipcMain }) => {
    type Handler = (event: unknown, ...input: unknown[]) => Promise<unknown>;
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers;
    const found: Record<string, unknown> = {};
    for (const { webContents: sender } of BrowserWindow.getAllWindows()) {
      const page = new URL(sender.getURL()).pathname;
      const event = { sender, senderFrame: sender.mainFrame };
      for (const [name, ...input] of [['servers:list'], ['asking:list'], ['asking:answer', 'x', 'always']] as const) {
        const answer = await handlers.get(name)?.(event, ...input);
        found[`${page} ${name}`] = name === 'asking:list' && answer !== null ? 'a list' : answer;
      }
    }
    return found;
  });
  expect(answers).toEqual({
    '/index.html servers:list': expect.objectContaining({ ok: true }) as unknown,
    '/index.html asking:list': null,
    '/index.html asking:answer': false,
    '/asking.html servers:list': { ok: false, error: { code: 'forbidden', values: {} } },
    '/asking.html asking:list': 'a list',
    '/asking.html asking:answer': false,
  });
});

test('a locked Keyfob is unlocked before it asks, because the question names a server', async ({
  desktop,
  closing,
}) => {
  const { application, window } = await startWithServers(desktop, closing, ['Everything']);
  await ask(window, 'lock:set-up', { passphrase: 'correct horse battery' });
  await ask(window, 'lock:now');
  await expect(window.getByLabel('Passphrase')).toBeVisible();
  agentFor(desktop, closing, 'everything');
  const asking = await nextWindow(application, async () => {
    await window.getByLabel('Passphrase').fill('correct horse battery');
    expect(application.windows()).toHaveLength(1);
    await window.getByRole('button', { name: 'Unlock' }).click();
  });
  await expect(asking.getByRole('heading')).toHaveText('Allow playwright to use Everything?');
  await ask(window, 'lock:now');
  await expect.poll(() => application.windows().length).toBe(1);
});

test('a program that is allowed until the lock is asked about again after it', async ({ desktop, closing }) => {
  const { application, window } = await startWithServers(desktop, closing, ['Everything']);
  await ask(window, 'lock:set-up', { passphrase: 'correct horse battery' });
  let agent: AgentProgram | undefined;
  const asking = await nextWindow(application, () => (agent = agentFor(desktop, closing, 'everything')));
  await press(asking, 'Until lock');
  await agent?.answerTo(1);
  // The same program on another connection.
  await agentFor(desktop, closing, 'everything').answerTo(1);
  await ask(window, 'lock:now');
  await window.getByLabel('Passphrase').fill('correct horse battery');
  await window.getByRole('button', { name: 'Unlock' }).click();
  const again = await nextWindow(application, () => agentFor(desktop, closing, 'everything'));
  await expect(again.getByRole('heading')).toHaveText('Allow playwright to use Everything?');
});

test('the window of the question speaks the user’s language', async ({ desktop, closing }) => {
  const { application, window } = await startWithServers(desktop, closing, ['A', 'B', 'C']);
  for (const [language, server, button] of [
    ['en', 'a', 'Not now'],
    ['vi', 'b', 'Để sau'],
    ['zh', 'c', '暂不'],
  ] as const) {
    await ask(window, 'preferences:change', { language });
    const asking = await nextWindow(application, () => agentFor(desktop, closing, server));
    expect(await asking.evaluate(() => document.documentElement.lang)).toBe(language);
    expect(await violationsIn(asking)).toEqual([]);
    await press(asking, button);
    await expect.poll(() => application.windows().length).toBe(1);
  }
});

/** What the main process was asked in native dialogs, each answered with the cancel button until `agree` is called. */
async function watchDialogs(application: ElectronApplication) {
  await application.evaluate(({ dialog }) => {
    const said: string[] = [];
    const answers = { said, response: 0 };
    Object.assign(globalThis, { answers });
    dialog.showMessageBox = async (...given: unknown[]) => {
      const { message, detail, defaultId, cancelId } = given.at(-1) as Electron.MessageBoxOptions;
      said.push(`${message} ${detail?.split('\n')[0]} ${defaultId} ${cancelId}`);
      return { response: answers.response, checkboxChecked: false };
    };
  });
  return {
    said: () => application.evaluate(() => (globalThis as unknown as { answers: { said: string[] } }).answers.said),
    agree: () =>
      application.evaluate(() => {
        (globalThis as unknown as { answers: { response: number } }).answers.response = 1;
      }),
  };
}

const exitOf = (application: ElectronApplication) =>
  new Promise<void>((resolve) => application.process().once('exit', () => resolve()));

test('quitting names the programs that are connected, and goes on until the user agrees', async ({
  desktop,
  closing,
}) => {
  const { application, window } = await startWithServers(desktop, closing, ['Everything']);
  let agent: AgentProgram | undefined;
  const asking = await nextWindow(application, () => (agent = agentFor(desktop, closing, 'everything')));
  await press(asking, 'Allow once');
  await agent?.answerTo(1);
  const dialogs = await watchDialogs(application);
  const visible = () => application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(visible).toBe(false);
  // Starting Keyfob again shows its window.
  await application.evaluate(({ app }) => app.emit('second-instance', {}, [], ''));
  await expect.poll(visible).toBe(true);
  await window.getByRole('button', { name: 'Keyfob settings' }).click();
  const quit = window.getByRole('button', { name: 'Quit Keyfob' });
  await quit.click();
  const question = 'Quit Keyfob while programs use it? Connected now: playwright. 0 0';
  await expect.poll(dialogs.said).toEqual([question]);
  await ask(window, 'lock:set-up', { passphrase: 'correct horse battery' });
  await ask(window, 'lock:now');
  await expect(window.getByLabel('Passphrase')).toBeVisible();
  await quit.click();
  await expect.poll(dialogs.said).toEqual([question, question]);
  const ended = exitOf(application);
  await dialogs.agree();
  await quit.click().catch(() => undefined);
  await ended;
});

test('a session that ends is not held up by the question before quitting', async ({ desktop, closing }) => {
  const { application, window } = await startWithServers(desktop, closing, ['Everything']);
  let agent: AgentProgram | undefined;
  const asking = await nextWindow(application, () => (agent = agentFor(desktop, closing, 'everything')));
  await press(asking, 'Always allow');
  await agent?.answerTo(1);
  await application.evaluate(({ dialog }) => {
    const show = dialog.showMessageBox.bind(dialog) as (...given: unknown[]) => Promise<unknown>;
    dialog.showMessageBox = ((...given: unknown[]) => {
      Object.assign(globalThis, { isAsking: true });
      return show(...given);
    }) as never;
  });
  await ask(window, 'app:quit');
  await expect.poll(() => application.evaluate(() => 'isAsking' in globalThis)).toBe(true);
  const ended = exitOf(application);
  application.process().kill('SIGTERM');
  await ended;
});

test('the first program that is always allowed switches the start with the computer on, and never again', async ({
  desktop,
  closing,
}) => {
  const { application, window } = await startWithServers(desktop, closing, ['One', 'Two']);
  const entry = join(desktop.home, '.config', 'autostart', 'keyfob-development.desktop');
  await window.getByRole('button', { name: 'Keyfob settings' }).click();
  const atLogin = window.getByRole('switch', { name: 'Start with the computer' });
  await expect(atLogin).not.toBeChecked();
  let agent: AgentProgram | undefined;
  const first = await nextWindow(application, () => (agent = agentFor(desktop, closing, 'one')));
  await press(first, 'Always allow');
  await agent?.answerTo(1);
  await expect(atLogin).toBeChecked();
  expect(existsSync(entry)).toBe(true);
  await expect(window.getByText('Switched on because you always allow a program')).toBeVisible();
  await atLogin.click();
  await expect(atLogin).not.toBeChecked();
  const second = await nextWindow(application, () => (agent = agentFor(desktop, closing, 'two')));
  await press(second, 'Always allow');
  await agent?.answerTo(1);
  const listed = await ask(window, 'programs:list');
  expect(listed.ok && listed.value.programs.flatMap(({ grants }) => grants.map(({ server }) => server))).toEqual([
    'One',
    'Two',
  ]);
  await expect(atLogin).not.toBeChecked();
  expect(existsSync(entry)).toBe(false);
});

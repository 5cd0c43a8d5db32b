import type { ElectronApplication, Page } from '@playwright/test';
import type { AskingView, QuestionView } from '../../src-preload/contract/asking.ts';
import { startMcpServer } from '../fixtures/mcp-server.ts';
import { AgentProgram, untilListening } from './agent-program.ts';
import { ask } from './ask.ts';
import type { Desktop, RunningApp } from './desktop.ts';
import { ready } from './person.ts';
import { expect } from './test.ts';

export type Closing = <Closable extends { close(): Promise<void> }>(one: Closable) => Closable;

/** Keyfob with servers of these names that want no sign-in, and agents let in. */
export async function startWithServers(desktop: Desktop, closing: Closing, names: string[]): Promise<RunningApp> {
  const running = await desktop.launch();
  await ready(running.window);
  for (const name of names) {
    const { url } = closing(await startMcpServer({ testTools: true }));
    const added = await ask(running.window, 'servers:add', { url, name });
    if (!added.ok) throw new Error(added.error.code);
    // Finds out that it wants no sign-in.
    await ask(running.window, 'connections:connect', { serverId: added.value.id });
  }
  await untilListening(desktop);
  return running;
}

export const whoami = { id: 1, method: 'tools/call', params: { name: 'whoami', arguments: {} } };

/** An agent that calls a tool of a server, in a session of its own. */
export function agentFor(
  desktop: Desktop,
  closing: Closing,
  server: string,
  env: NodeJS.ProcessEnv = {},
): AgentProgram {
  const agent = new AgentProgram(desktop, ['mcp', server], env);
  closing({ close: async () => agent.end() });
  const clientInfo = { name: 'agent', version: '1' };
  agent.send({ id: 0, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo } });
  agent.send({ method: 'notifications/initialized' });
  agent.send(whoami);
  return agent;
}

/** The window that `work` has the app open, with its first question. */
export async function nextWindow(application: ElectronApplication, work: () => unknown): Promise<Page> {
  // As long as the test may last: some clients take half a minute to start.
  const opened = application.waitForEvent('window', { timeout: 0 });
  await work();
  const page = await opened;
  await page.locator('section').first().waitFor();
  return page;
}

/** Presses until the window takes it: at first it takes none. */
export async function press(page: Page, name: string): Promise<void> {
  const buttons = page.getByRole('button', { name });
  const before = await buttons.count();
  await expect(async () => {
    if (page.isClosed()) return;
    await buttons.first().click();
    expect(page.isClosed() || (await buttons.count()) < before).toBe(true);
  }).toPass();
}

/** The same, after choosing that the program may use all tools. */
export async function pressForAll(page: Page, name: string): Promise<void> {
  const all = page.getByRole('radio', { name: 'Use all tools' }).first();
  // At first the window takes no press.
  await expect(async () => {
    await all.click();
    await expect(all).toBeChecked({ timeout: 100 });
  }).toPass();
  await press(page, name);
}

/** Has the window of a question show these instead, as the main process would send them. */
export async function showQuestions(application: ElectronApplication, page: Page, questions: QuestionView[]) {
  await application.evaluate(({ ipcMain }, questions) => {
    type Handler = (...asked: unknown[]) => AskingView | null;
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers;
    const globals = globalThis as { ownList?: Handler | undefined };
    const own = (globals.ownList ??= handlers.get('asking:list'));
    handlers.set('asking:list', (...asked) => {
      const view = own?.(...asked);
      return view ? { ...view, questions } : null;
    });
  }, questions);
  await page.reload();
  await page
    .locator('section')
    .nth(questions.length - 1)
    .waitFor({ state: 'attached' });
}

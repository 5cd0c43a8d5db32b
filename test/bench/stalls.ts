import type { Page } from '@playwright/test';
import { ask } from '../end-to-end/ask.ts';
import { sitDown } from '../end-to-end/desktop.ts';
import { addServer, listed, openTool, ready, runTool } from '../end-to-end/person.ts';
import { longTokenSite } from '../support/long-token-site.ts';
import { openScriptedServer } from '../support/open-scripted-server.ts';
import { manyTools, oversizedTools } from '../support/oversized-tools.ts';
import { probeStalls } from './stall-probe.ts';

/** The longest acceptable block, in milliseconds. */
const most = 1000;

/** Responses that once blocked a process for minutes, with a user's action for each. */
const cases: [name: string, tool: string, act: (window: Page) => Promise<void>][] = [
  ['a result that a pattern has to fit', 'a pattern that backtracks', run],
  ['a result of 20,000 items that have to differ', '20,000 items that differ', run],
  ['a small picture that takes for ever to draw', 'a small picture', run],
  ['fields that fan out', 'fans out', form],
  ['20,000 fields', '20,000 fields', form],
  ['490 fields', '490 fields', form],
  ['100 kinds to try', '100 kinds', form],
  ['500,000 choices', '500,000 choices', choose],
  ['several of 500,000 choices', 'several of 500,000', choose],
  ['200,000 parts of a result', '200,000 parts', run],
  ['50 MB of text', '50 MB of text', run],
  ['a million values in a result', 'a million values', run],
];

/** The longest block of the main process and of the page, for each such response. */
export async function measureStalls() {
  const desktop = await sitDown();
  const closing: { close(): Promise<void> }[] = [];
  const rows: { metric: string; unit: 'ms'; main: number; page: number; most: number }[] = [];
  try {
    const running = await desktop.launch();
    const { window } = running;
    await ready(window);
    const probe = await probeStalls(running);
    const note = async (metric: string, work: () => Promise<void>) => {
      rows.push({ metric, unit: 'ms', ...(await probe.during(work)), most });
    };
    await note('nothing', () => new Promise((done) => setTimeout(done, 1000)));
    for (const [metric, tool, act] of cases) {
      const server = await openScriptedServer({ '/mcp': oversizedTools([tool, 'a small tool']) });
      closing.push(server);
      await note(metric, async () => {
        await addServer(window, { name: metric, url: `${server.origin}/mcp` });
        await listed(window, metric, 'Open').waitFor();
        await openTool(window, metric, tool);
        await act(window);
        await openTool(window, metric, 'a small tool');
      });
    }
    const many = await openScriptedServer({ '/mcp': manyTools(100_000) });
    closing.push(many);
    await note('100,000 tools', async () => {
      await addServer(window, { name: 'Many', url: `${many.origin}/mcp` });
      await listed(window, 'Many', 'Open').waitFor();
      await window.getByRole('tab', { name: /^Tools/ }).click();
      await window.getByRole('searchbox', { name: 'Search tools' }).fill('tool9999');
      await window.locator('[data-tool-row]').first().click();
      await run(window);
    });
    for (const letters of [60_000, 16_384]) {
      const site = await longTokenSite(letters);
      closing.push(site);
      await note(`a token of ${letters} letters`, async () => {
        await site.signIn((name, input) => ask(window, name, input));
      });
    }
    await running.quit();
  } finally {
    for (const one of closing) await one.close();
    await desktop.leave();
  }
  const long = rows.filter(({ main, page }) => main > most || page > most);
  if (long.length > 0) process.exitCode = 1;
  return rows;
}

async function run(window: Page): Promise<void> {
  await runTool(window);
}

async function form(window: Page): Promise<void> {
  await window.locator('form input, form textarea').first().waitFor();
  await runTool(window);
}

async function choose(window: Page): Promise<void> {
  const field = window.getByRole('combobox').first();
  await field.click();
  await field.fill('choice 499998');
  await window.getByRole('option', { name: 'choice 499998' }).click();
  // The list of a multiple choice stays open.
  await field.press('Tab');
  await runTool(window);
}

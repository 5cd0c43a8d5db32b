import { addServer, answerInBrowser, listed, openTool, ready, runTool } from './person.ts';
import { expect, test } from './test.ts';

/** What is hardly seen: half a percent of the window, moved by its whole height. */
const most = 0.005;

test('nothing moves by itself from the first start to a result', async ({ desktop, protectedServer }) => {
  const { authorization, server } = await protectedServer();
  const { window } = await desktop.launch();
  await ready(window);
  await window.evaluate(() => {
    const moved: string[] = [];
    Object.assign(globalThis, { moved, movedBy: 0 });
    const all = globalThis as unknown as { moved: string[]; movedBy: number };
    interface Shift extends PerformanceEntry {
      value: number;
      hadRecentInput: boolean;
      sources: { node: Node | null }[];
    }
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput, sources } of list.getEntries() as Shift[]) {
        // What follows from a click at once is what the click was for.
        if (hadRecentInput) continue;
        all.movedBy += value;
        all.moved.push(`${value.toFixed(4)} ${sources.map(({ node }) => node?.textContent?.slice(0, 40)).join(' | ')}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await addServer(window, { name: 'Acme', url: server.url });
  await answerInBrowser(desktop.browser, authorization.issuer);
  await listed(window, 'Acme', 'Signed in').waitFor();
  await openTool(window, 'Acme', 'Plan a day');
  await window.getByRole('textbox', { name: 'Task' }).fill('Write letters');
  await runTool(window);
  const { moved, movedBy } = await window.evaluate(() => {
    const all = globalThis as unknown as { moved: string[]; movedBy: number };
    return { moved: all.moved, movedBy: all.movedBy };
  });
  console.log(`moved by ${movedBy.toFixed(4)}`, moved);
  expect(movedBy).toBeLessThan(most);
});

import type { Page } from '@playwright/test';
import { startMcpServer } from '../fixtures/mcp-server.ts';
import { addServer, addServerDialog, listed, openAddServer, ready } from './person.ts';
import { expect, test } from './test.ts';

interface LayoutShift extends PerformanceEntry {
  value: number;
  sources: { node: Node | null }[];
}

/** The layout shifts in the window since it was opened. */
async function moved(window: Page): Promise<string[]> {
  return window.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const names: string[] = [];
        const observer = new PerformanceObserver((list) => {
          for (const { value, sources } of list.getEntries() as LayoutShift[])
            for (const { node } of sources)
              names.push(`${value.toFixed(4)} ${node?.nodeName ?? '?'} ${node?.textContent?.slice(0, 40) ?? ''}`);
        });
        observer.observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => {
          observer.disconnect();
          resolve(names);
        }, 300);
      }),
  );
}

/** By script, because shifts after a user's own click should count as well. */
const press = (window: Page, name: string, role: 'tab' | 'button' = 'tab') =>
  window
    .getByRole(role, { name: new RegExp(`^${name}`) })
    .first()
    .evaluate((one: HTMLElement) => one.click());

test('the layout moves no tab where a count arrives, no button where a result arrives, and nothing at a start', async ({
  desktop,
  closing,
}) => {
  const server = closing(await startMcpServer({ testTools: true }));
  const other = closing(await startMcpServer({}));
  const first = await desktop.launch();
  await ready(first.window);
  expect(await moved(first.window)).toEqual([]);
  await addServer(first.window, { name: 'Acme', url: server.url });
  await listed(first.window, 'Acme', 'Open').waitFor();
  await addServer(first.window, { name: 'Beta', url: other.url });
  await listed(first.window, 'Beta', 'Open').waitFor();
  await first.quit();

  const { window } = await desktop.launch();
  await ready(window);
  await listed(window, 'Acme', 'Open').waitFor();
  expect(await moved(window)).toEqual([]);
  await press(window, 'Acme, ', 'button');
  for (const tab of ['Tools', 'Activity', 'Settings', 'Overview', 'Tools']) await press(window, tab);
  await window.getByRole('navigation', { name: 'Tools of Acme' }).getByText('Convert units').waitFor();
  await press(window, 'Beta, ', 'button');
  await window.getByRole('heading', { level: 1, name: 'Beta' }).waitFor();
  await press(window, 'Tools');
  await window.getByRole('navigation', { name: 'Tools of Beta' }).getByText('Convert units').waitFor();
  expect(await moved(window)).toEqual([]);

  await openAddServer(window);
  await addServerDialog(window).getByLabel('Address').fill(server.url);
  await addServerDialog(window)
    .getByText(/needs no sign-in/)
    .waitFor();
  expect(await moved(window)).toEqual([]);
});

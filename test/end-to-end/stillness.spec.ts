import type { Page } from '@playwright/test';
import { addServer, answerInBrowser, listed, openTool, ready, runTool } from './person.ts';
import { expect, test } from './test.ts';

/** The layout shift score: a list label that starts elsewhere already has twice as much. */
const most = 0.001;

type Shifts = () => Promise<{ value: number; what: string[] }[]>;

/** Records layout shifts without recent user input. */
async function watchShifts(window: Page): Promise<(step: string) => Promise<void>> {
  await window.evaluate(() => {
    interface Shift extends PerformanceEntry {
      value: number;
      hadRecentInput: boolean;
      sources: { node: Node | null }[];
    }
    const take = (entries: PerformanceEntryList) =>
      (entries as Shift[])
        .filter(({ hadRecentInput }) => !hadRecentInput)
        .map(({ value, sources }) => {
          const what = sources.map(({ node }) => {
            const element = node instanceof Element ? node : node?.parentElement;
            return `${element?.localName}.${element?.className}: ${node?.textContent?.slice(0, 40)}`;
          });
          return { value, what };
        });
    const seen: { value: number; what: string[] }[] = [];
    const observer = new PerformanceObserver((list) => seen.push(...take(list.getEntries())));
    observer.observe({ type: 'layout-shift', buffered: true });
    Object.assign(globalThis, {
      shifts: async () => {
        for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
        await new Promise((resolve) => requestIdleCallback(resolve));
        seen.push(...take(observer.takeRecords()));
        return seen.splice(0);
      },
    });
  });
  return async (step) => {
    const shifts = await window.evaluate(() => (globalThis as unknown as { shifts: Shifts }).shifts());
    const moved = shifts.reduce((sum, { value }) => sum + value, 0);
    console.log(`${step}: moved by ${moved.toFixed(5)}`);
    expect.soft(moved, `${step}: ${JSON.stringify(shifts, undefined, 1)}`).toBeLessThan(most);
  };
}

test('the window has no movement of its own from the first start to a result', async ({ desktop, protectedServer }) => {
  const { authorization, server } = await protectedServer();
  const { window } = await desktop.launch();
  await ready(window);
  const still = await watchShifts(window);
  await still('the first screen');
  await addServer(window, { name: 'Acme', url: server.url });
  const page = await desktop.browser.nextPage(authorization.issuer);
  await still('waiting for the browser');
  await answerInBrowser(desktop.browser, authorization.issuer, 'Allow', { page });
  await listed(window, 'Acme', 'Signed in').waitFor();
  await still('signed in');
  await openTool(window, 'Acme', 'Plan a day');
  await window.getByRole('textbox', { name: 'Task' }).fill('Write letters');
  await still('the form of a tool');
  await runTool(window);
  await still('its result');
});

test('the check of the window finds what moves', async ({ desktop }) => {
  const { window } = await desktop.launch();
  await ready(window);
  await watchShifts(window);
  await window.getByRole('heading', { name: 'Welcome to Keyfob' }).waitFor();
  let moved = 0;
  const look = async () => {
    // A resize: Chromium attributes shifts within half a second after it to the resize.
    await window.evaluate(() => {
      const main = document.querySelector('main');
      if (main) main.style.paddingTop = main.style.paddingTop === '' ? '20px' : '';
    });
    const shifts = await window.evaluate(() => (globalThis as unknown as { shifts: Shifts }).shifts());
    return (moved += shifts.reduce((sum, { value }) => sum + value, 0));
  };
  await expect.poll(look).toBeGreaterThan(most);
});

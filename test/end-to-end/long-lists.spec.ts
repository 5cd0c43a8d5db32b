import type { Locator } from '@playwright/test';
import { openScriptedServer } from '../support/open-scripted-server.ts';
import { scriptedTools } from '../support/scripted-tools.ts';
import { ask } from './ask.ts';
import { addServer, listed, ready, serverList } from './person.ts';
import { expect, test } from './test.ts';

const numbered = (word: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${word} ${String(index).padStart(3, '0')}`);

/** Read-only, so that each row has a second line. */
const toolsNamed = (names: readonly string[]) =>
  scriptedTools(names.map((name) => ({ name, annotations: { readOnlyHint: true } })));

/** The position, top and height of every rendered row, in document order. */
const rowsOf = (list: Locator) =>
  list.locator('li[aria-posinset]').evaluateAll((rows) =>
    rows.map((row) => ({
      place: Number(row.getAttribute('aria-posinset')),
      top: Math.round(row.getBoundingClientRect().top),
      height: Math.round(row.getBoundingClientRect().height),
    })),
  );

/** Each row is one row's height below the previous one. */
async function expectOneBelowTheOther(list: Locator, count: number, height: number): Promise<void> {
  await expect(list.locator('li[aria-posinset]')).toHaveCount(count);
  const rows = await rowsOf(list);
  const first = rows[0]?.top ?? 0;
  expect(rows).toEqual(
    Array.from({ length: count }, (_, index) => ({ place: index + 1, top: first + index * height, height })),
  );
}

test('the list of servers under a search that leaves less than a hundred draws each row below the one before', async ({
  desktop,
}) => {
  const { window } = await desktop.launch();
  await ready(window);
  for (const name of numbered('Server', 120))
    expect(
      await ask(window, 'servers:add', { name, url: `https://${name.replace(' ', '-')}.example/mcp` }),
    ).toMatchObject({
      ok: true,
    });
  const list = serverList(window);
  // Only the rows on the screen are rendered.
  await expect.poll(async () => (await rowsOf(list)).length).toBeLessThan(60);
  const before = (await rowsOf(list)).map(({ top }) => top);
  expect(before.slice(1).map((top, index) => top - (before[index] ?? 0))).toEqual(before.slice(1).map(() => 43));

  await list.getByRole('searchbox').fill('server 01');
  await expectOneBelowTheOther(list, 10, 43);
  await list.getByRole('searchbox').fill('');
  await expect.poll(async () => (await rowsOf(list)).length).toBeGreaterThan(10);
  expect((await rowsOf(list)).map(({ top }) => top)).toEqual(before);
});

for (const [list, height] of [
  ['one server', 42],
  ['all servers', 31],
] as const)
  test(`the list of tools of ${list} under a search that leaves less than a hundred draws each row below the one before`, async ({
    desktop,
    closing,
  }) => {
    const site = closing(await openScriptedServer({ '/mcp': toolsNamed(numbered('tool', 150)) }));
    const { window } = await desktop.launch();
    await addServer(window, { name: 'Acme', url: `${site.origin}/mcp` });
    await expect(listed(window, 'Acme', 'Open')).toBeVisible();
    if (list === 'one server') await window.getByRole('tab', { name: /^Tools/ }).click();
    else await window.getByRole('button', { name: 'All tools' }).click();
    const rows =
      list === 'one server'
        ? window.getByRole('navigation', { name: 'Tools of Acme' })
        : window.getByRole('list', { name: 'All tools' });
    await expect.poll(async () => (await rowsOf(rows)).length).toBeGreaterThan(10);
    const search = window.getByRole('main').getByRole('searchbox');
    await search.fill('tool 01');
    await expectOneBelowTheOther(rows, 10, height);
    // Without the search, the list is long again, with its rows at the same offsets.
    await search.fill('');
    await expect.poll(async () => (await rowsOf(rows)).length).toBeGreaterThan(10);
    const tops = (await rowsOf(rows)).slice(0, 10).map(({ top }) => top);
    expect(tops).toEqual(tops.map((_, index) => (tops[0] ?? 0) + index * height));
  });

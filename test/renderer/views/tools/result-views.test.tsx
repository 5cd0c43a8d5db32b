// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Json, ToolContentView } from '../../../../src-preload/contract.ts';
import { useResultView } from '../../../../src-renderer/stores/result-view.ts';
import { ToolResult } from '../../../../src-renderer/views/tools/ToolResult.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView } from '../../fixtures/views.ts';

afterEach(cleanup);
beforeEach(() => useResultView.setState(useResultView.getInitialState(), true));

const acme = serverView('Acme', { status: { state: 'open' } });

function show(structuredContent?: Json, content: ToolContentView[] = []) {
  const bridge = install(
    { app: appView, servers: [acme] },
    {
      'app:copy': () => ({ ok: true, value: null }),
      'app:save-text': () => ({ ok: true, value: true }),
      'app:open-link': () => ({ ok: true, value: null }),
    },
  );
  const result = {
    isError: false,
    content,
    milliseconds: 1,
    ...(structuredContent !== undefined && { structuredContent }),
  };
  const drawn = draw(<ToolResult server={acme} call={{ state: 'done', at: 0, result }} />);
  return { ...drawn, bridge };
}

const issues: Json[] = [
  { id: 10, title: 'Tray icon', labels: ['a', 'b'], closed: null },
  { id: 2, title: 'résumé', owner: { name: 'Ann', team: 'Core' }, closed: false },
  { id: 1, title: 'Größe', closed: true },
];

const rows = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((row) => [...row.children].map(({ textContent }) => textContent));

const heads = () => screen.getAllByRole('columnheader').map(({ textContent }) => textContent);

const table = () => screen.findByRole('table', {}, { timeout: 15_000 });

it('a list of objects is a table: one column for each name, parts by their size, nothing for what is not there', async () => {
  show(issues);
  await table();
  expect(heads()).toEqual(['#', 'id', 'title', 'labels', 'closed', 'owner']);
  expect(rows()).toEqual([
    ['1', '10', 'Tray icon', '[2 items]', 'null', ''],
    ['2', '2', 'résumé', '', 'false', '{2 fields}'],
    ['3', '1', 'Größe', '', 'true', ''],
  ]);
  expect(screen.getByText('3 rows')).toBeTruthy();
});

it('a table is sorted by a column, upwards, downwards and not at all, and says so', async () => {
  show([...issues, { title: 'No number' }]);
  await table();
  const press = () => fireEvent.click(screen.getByRole('button', { name: 'id' }));
  const ids = () => rows().map(([, id]) => id);
  press();
  expect(ids()).toEqual(['1', '2', '10', '']);
  expect(screen.getByRole('columnheader', { name: 'id' }).getAttribute('aria-sort')).toBe('ascending');
  expect(screen.getByText('Sorted by id, lowest first.')).toBeTruthy();
  press();
  expect(ids()).toEqual(['10', '2', '1', '']);
  expect(screen.getByText('Sorted by id, highest first.')).toBeTruthy();
  press();
  expect(ids()).toEqual(['10', '2', '1', '']);
  expect(screen.getByRole('columnheader', { name: 'id' }).getAttribute('aria-sort')).toBe('none');
});

it('a table shows the rows that have a text in any of their values, and counts them', async () => {
  show(issues);
  await table();
  const field = screen.getByRole('searchbox', { name: 'Filter rows' });
  fireEvent.change(field, { target: { value: 'core' } });
  await waitFor(() => expect(rows().map(([number]) => number)).toEqual(['2']));
  expect(screen.getByText('1 of 3 rows')).toBeTruthy();
  fireEvent.change(field, { target: { value: 'nowhere' } });
  expect(await screen.findByText('No row has “nowhere”.')).toBeTruthy();
});

it('a row of a table is opened with all that it has, and closed by Escape, which leads back to it', async () => {
  show(issues);
  await table();
  const button = screen.getByRole('button', { name: 'Open row 2' });
  button.focus();
  fireEvent.click(button);
  const row = await screen.findByRole('region', { name: 'Row 2' });
  expect(document.activeElement).toBe(row);
  expect(within(row).getByText('"Core"')).toBeTruthy();
  fireEvent.keyDown(row, { key: 'Escape' });
  expect(screen.queryByRole('region', { name: 'Row 2' })).toBeNull();
  expect(document.activeElement).toBe(button);
});

it('the columns of a table are chosen, and one always remains', async () => {
  show([{ a: 1, b: 2 }]);
  await table();
  fireEvent.click(screen.getByRole('button', { name: 'Columns: 2 of 2' }));
  fireEvent.click(await screen.findByRole('checkbox', { name: 'a' }));
  expect(heads()).toEqual(['#', 'b']);
  expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'b' }).disabled).toBe(true);
});

it('a list right inside of a result is its table, with the rest below', async () => {
  show({ total: 3, issues });
  await table();
  expect(screen.getByRole('table', { name: 'issues' })).toBeTruthy();
  const rest = screen.getByRole('heading', { name: 'Beside issues' });
  expect(rest.nextElementSibling?.textContent).toContain('total:3');
});

it('a mixed list has the entries that are no objects in a column of their own', async () => {
  show([{ a: 1 }, 'text', { a: 2 }, null]);
  await table();
  expect(heads()).toEqual(['#', 'Value', 'a']);
  expect(rows()).toEqual([
    ['1', '', '1'],
    ['2', 'text', ''],
    ['3', '', '2'],
    ['4', 'null', ''],
  ]);
});

it.each<[string, Json]>([
  ['an empty list', []],
  ['a list of texts', ['a', 'b']],
  ['an object with an empty list', { items: [] }],
])('%s is a tree, with no table to choose', async (_what, value) => {
  show(value);
  expect(screen.getAllByRole('radio').map((radio) => radio.parentElement?.textContent)).toEqual(['Tree', 'Raw']);
  expect(screen.queryByRole('table')).toBeNull();
});

it('names that every object inherits are columns like others', async () => {
  show([JSON.parse('{"__proto__": 1, "constructor": "x", "toString": null}') as Json]);
  await table();
  expect(heads()).toEqual(['#', '__proto__', 'constructor', 'toString']);
  expect(rows()).toEqual([['1', '1', 'x', 'null']]);
});

it('a table of 10,000 rows draws those in view, and counts all of them for a screen reader', async () => {
  show(Array.from({ length: 10_000 }, (_, id) => ({ id, text: 'é🦊'.repeat(500) })));
  const shown = await table();
  expect(shown.getAttribute('aria-rowcount')).toBe('10001');
  expect(screen.getAllByRole('row').length).toBeLessThan(200);
});

it('more columns than a table takes are counted', async () => {
  show([Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`c${index}`, index]))]);
  await table();
  expect(screen.getByText('The first 200 columns. 50 more are in the tree.')).toBeTruthy();
  expect(heads()).toHaveLength(13);
});

async function copyAs(menu: 'Copy as' | 'Save as', form: string) {
  fireEvent.click(screen.getByRole('button', { name: menu }));
  fireEvent.click(await screen.findByRole('menuitem', { name: form }));
}

it('a table is copied as CSV and Markdown as it is shown, and no text becomes a formula', async () => {
  const { bridge } = show([
    { name: 'a "quoted", one', sum: -4, note: '=HYPERLINK("x")' },
    { name: 'two\nlines', sum: 2, note: 'a | b', part: { x: 1 } },
  ]);
  await table();
  const last = (name: string) => bridge.asked.findLast((asked) => asked.name === name)?.input;
  await copyAs('Copy as', 'CSV');
  await waitFor(() =>
    expect(last('app:copy')).toEqual({
      text: [
        'name,sum,note,part',
        '"a ""quoted"", one",-4,"\'=HYPERLINK(""x"")",',
        '"two\nlines",2,a | b,"{""x"":1}"',
      ].join('\r\n'),
    }),
  );
  await copyAs('Copy as', 'Markdown');
  await waitFor(() =>
    expect(last('app:copy')).toEqual({
      text: [
        '| name | sum | note | part |',
        '| --- | ---: | --- | --- |',
        '| a "quoted", one | -4 | =HYPERLINK("x") |  |',
        '| two lines | 2 | a \\| b | \\{"x":1\\} |',
        '',
      ].join('\n'),
    }),
  );
  await copyAs('Save as', 'CSV');
  await waitFor(() => expect(last('app:save-text')).toMatchObject({ ending: 'csv' }));
  expect((last('app:save-text') as { text: string }).text.startsWith('\ufeffname,sum')).toBe(true);
});

it('a tree says how much is in what is folded, and unfolds it', () => {
  show({ list: Array.from({ length: 120 }, (_, index) => index), part: {} });
  expect(screen.getByText('[120 items]')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Expand list, [120 items]' }));
  expect(screen.queryByText('[120 items]')).toBeNull();
  expect(screen.getByText('119')).toBeTruthy();
});

const markdown = [
  '# Report',
  '',
  'It is **done**, see [the page](https://example.com/a?b=c) and [this](javascript:alert(1)).',
  '',
  '![a chart](https://example.com/chart.png)',
  '',
  '| name | count |',
  '| --- | --- |',
  '| one | 1 |',
  '',
  '<img src=x onerror=alert(1)><b>bold</b> &#8238;reversed',
].join('\n');

it('Markdown is shown by choice, without HTML, pictures or hidden characters, and its links ask before they open', async () => {
  const { bridge, container } = show(undefined, [{ type: 'text', text: markdown }]);
  expect(screen.getByText(/# Report/)).toBeTruthy();
  fireEvent.click(screen.getByRole('radio', { name: 'Markdown' }));
  expect(await screen.findByRole('heading', { name: 'Report' }, { timeout: 15_000 })).toBeTruthy();
  expect(container.querySelectorAll('a, img, b').length).toBe(0);
  expect(screen.getByText(/<img src=x onerror=alert\(1\)><b>bold<\/b> \\u202ereversed/)).toBeTruthy();
  expect(screen.getByText('https://example.com/chart.png')).toBeTruthy();
  expect(screen.getByText('javascript:alert(1)')).toBeTruthy();
  expect(screen.getByRole('cell', { name: 'one' })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'the page' }));
  const question = await screen.findByRole('group', { name: 'Open link…' });
  expect(within(question).getByText('https://example.com/a?b=c')).toBeTruthy();
  expect(bridge.asked).toEqual([]);
  fireEvent.click(within(question).getByRole('button', { name: 'Open in the browser' }));
  await waitFor(() =>
    expect(bridge.asked).toEqual([{ name: 'app:open-link', input: { url: 'https://example.com/a?b=c' } }]),
  );
});

it('a text without a sign of Markdown has no other view', () => {
  show(undefined, [{ type: 'text', text: 'Nothing happened.\nAll is well.' }]);
  expect(screen.queryByRole('radio')).toBeNull();
});

it('Ctrl+F finds a text in what is shown, counts it, and goes around', async () => {
  show(undefined, [{ type: 'text', text: 'one two\none three\nONE' }]);
  fireEvent.keyDown(document.documentElement, { key: 'f', ctrlKey: true });
  const field = await screen.findByRole('textbox', { name: 'Find in the result' });
  expect(document.activeElement).toBe(field);
  fireEvent.change(field, { target: { value: 'one' } });
  expect(await screen.findByText('1 of 3')).toBeTruthy();
  fireEvent.keyDown(field, { key: 'Enter' });
  expect(screen.getByText('2 of 3')).toBeTruthy();
  fireEvent.keyDown(field, { key: 'Enter', shiftKey: true });
  fireEvent.keyDown(field, { key: 'Enter', shiftKey: true });
  expect(screen.getByText('3 of 3')).toBeTruthy();
  fireEvent.keyDown(field, { key: 'Escape' });
  expect(screen.queryByRole('search')).toBeNull();
});

it('Ctrl+F in a table leads to the field that filters all of its rows', async () => {
  show(issues);
  await table();
  fireEvent.keyDown(document.documentElement, { key: 'f', ctrlKey: true });
  expect(document.activeElement).toBe(screen.getByRole('searchbox', { name: 'Filter rows' }));
});

it('the name of a table and of its columns have hidden characters as escapes, also for a screen reader', async () => {
  show({ 'a\u202eb': [{ 'c\u200bd': 1 }], rest: 1 });
  expect((await table()).getAttribute('aria-label')).toBe('a\\u202eb');
  fireEvent.click(screen.getByRole('button', { name: 'c\\u200bd' }));
  expect(screen.getByText('Sorted by c\\u200bd, lowest first.')).toBeTruthy();
  expect(screen.getByRole('heading', { name: 'Beside a\\u202eb' })).toBeTruthy();
});

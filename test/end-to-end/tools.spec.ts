import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startMcpServer } from '../fixtures/mcp-server.ts';
import { openScriptedServer } from '../support/open-scripted-server.ts';
import { scriptedTools } from '../support/scripted-tools.ts';
import { addServer, listed, openTool, runTool } from './person.ts';
import { expect, test } from './test.ts';

for (const protocol of ['2025-11-25', '2026-07-28'] as const) {
  test(`a tool’s form is filled in, and text, structure, a picture and its own error are shown (revision ${protocol})`, async ({
    desktop,
    closing,
  }) => {
    const server = closing(await startMcpServer({ protocol, testTools: true }));
    const { window, application } = await desktop.launch();
    await addServer(window, { name: 'Acme', url: server.url });
    await expect(listed(window, 'Acme', 'Open')).toBeVisible();

    await openTool(window, 'Acme', 'Convert units');
    await window.getByLabel('Value').fill('68');
    await window.getByRole('combobox', { name: 'From', exact: true }).selectOption('fahrenheit');
    await window.getByRole('combobox', { name: 'To', exact: true }).selectOption('celsius');
    await expect(await runTool(window)).toContainText('68 fahrenheit is 20 celsius.');

    await openTool(window, 'Acme', 'Plan a day');
    await window.getByRole('textbox', { name: 'Task' }).fill('Write letters');
    await expect(await runTool(window)).toContainText('09:00 to 10:00 Write letters');
    expect(server.calls.at(-1)).toEqual({
      tool: 'plan_day',
      arguments: {
        day: { start: '09:00', end: '17:00', breakMinutes: 10 },
        tasks: [{ title: 'Write letters', minutes: 60, important: false }],
      },
    });

    await openTool(window, 'Acme', 'Draw a chart');
    const image = (await runTool(window)).getByRole('img', { name: 'Image from Acme' });
    await expect.poll(() => image.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(640);

    const file = join(desktop.home, 'chart.png');
    await application.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, file);
    await window.getByRole('button', { name: 'Save image…' }).click();
    await expect(window.getByRole('button', { name: 'Saved' })).toBeVisible();
    expect(`data:image/png;base64,${readFileSync(file, 'base64')}`).toBe(await image.getAttribute('src'));

    await openTool(window, 'Acme', 'fails');
    const failure = await runTool(window);
    await expect(failure).toContainText('The tool reported an error');
    await expect(failure).toContainText('The printer is out of paper.');
  });

  test(`a tool that takes too long is stopped (revision ${protocol})`, async ({ desktop, closing }) => {
    const server = closing(await startMcpServer({ protocol, testTools: true }));
    const { window } = await desktop.launch();
    await addServer(window, { name: 'Acme', url: server.url });
    await openTool(window, 'Acme', 'slow');
    await window.getByLabel('steps').fill('10000');
    await window.getByRole('button', { name: 'Run', exact: true }).click();
    await expect.poll(() => server.calls.length).toBe(1);
    await expect(window.getByRole('progressbar', { name: 'Progress' })).toBeVisible();
    await expect(window.getByText(/^Step \d+$/)).toBeVisible();
    await expect(window.getByLabel('steps')).toBeDisabled();
    await expect(window.getByLabel('steps')).toHaveCSS('opacity', '1');
    await window.getByRole('button', { name: 'Cancel' }).click();
    await expect(window.getByRole('region', { name: 'No result' })).toContainText('You cancelled this.');
    await expect.poll(() => server.cancelled()).toBe(1);
    await expect(listed(window, 'Acme', 'Open')).toBeVisible();
  });
}

test('a tool’s input is accepted as JSON as well, and no number is sent that would change', async ({
  desktop,
  closing,
}) => {
  const server = closing(await startMcpServer({ testTools: true }));
  const { window } = await desktop.launch();
  await addServer(window, { name: 'Acme', url: server.url });
  await openTool(window, 'Acme', 'Convert units');
  await window.getByLabel('Value').fill('68');
  await window.getByRole('radio', { name: 'JSON' }).check({ force: true });
  const json = window.getByRole('textbox', { name: 'Input as JSON' });
  await expect(json).toHaveValue(/"value": 68/);

  await json.fill('{ "value": 12345678901234567890, "from": "feet", "to": "miles" }');
  await window.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(json).toHaveAccessibleDescription(/^Line 1, column 12: 12345678901234567890 can’t be sent exactly/);
  await expect(json).toBeFocused();
  await window.getByRole('radio', { name: 'Form' }).click({ force: true });
  await expect(json).toHaveAccessibleDescription(/^Correct this to switch to the form\./);
  await expect(window.getByRole('radio', { name: 'JSON' })).toBeChecked();
  expect(server.calls).toEqual([]);

  await json.fill('{ "value": 5280, "from": "feet", "to": "miles" }');
  await json.press('Control+Enter');
  await expect(window.getByRole('region', { name: 'Result' })).toContainText('5280 feet is 1 miles.');
  await window.getByRole('radio', { name: 'Form' }).check({ force: true });
  await expect(window.getByLabel('Value')).toHaveValue('5280');

  const opener = window.getByRole('button', { name: 'All tools' });
  await opener.click();
  await window.getByRole('searchbox', { name: 'Search all tools' }).fill('chart');
  await window.keyboard.press('Escape');
  await expect(window.getByRole('searchbox', { name: 'Search all tools' })).toHaveValue('');
  await window.keyboard.press('Escape');
  await expect(window.getByLabel('Value')).toHaveValue('5280');
  await expect(opener).toBeFocused();
});

test('a result of many rows is sorted, filtered, opened and saved, another is read as Markdown and searched, and the input is kept', async ({
  desktop,
  closing,
}) => {
  const rows = Array.from({ length: 10_000 }, (_, id) => ({
    id,
    name: id === 7 ? '=1+1' : `Row ${id}`,
    part: { size: id },
    none: null,
  }));
  const markdown = '# Report\n\nAll of it is **done**, see [the page](https://example.com/report).\n\n<b>not bold</b>';
  const calls: { name: string; arguments: unknown }[] = [];
  const note = { type: 'object', properties: { note: { type: 'string', title: 'Note' } } };
  const site = closing(
    await openScriptedServer({
      '/mcp': scriptedTools(
        [
          {
            name: 'list',
            annotations: { readOnlyHint: true },
            inputSchema: note,
            content: [{ type: 'text', text: JSON.stringify(rows) }],
          },
          { name: 'report', annotations: { readOnlyHint: true }, content: [{ type: 'text', text: markdown }] },
        ],
        calls,
      ),
    }),
  );
  const running = await desktop.launch();
  const { window, application } = running;
  await addServer(window, { name: 'Acme', url: `${site.origin}/mcp` });
  await openTool(window, 'Acme', 'list');
  await window.getByLabel('Note').fill('one\ntwo\nthree\nfour\nfive');
  await window.getByLabel('Note').press('Control+Enter');
  const table = window.getByRole('table');
  await expect(table).toHaveAttribute('aria-rowcount', '10001');
  expect(calls).toEqual([{ name: 'list', arguments: { note: 'one\ntwo\nthree\nfour\nfive' } }]);

  const id = table.getByRole('columnheader', { name: 'id' });
  await id.getByRole('button').click();
  await expect(id).toHaveAttribute('aria-sort', 'ascending');
  await id.getByRole('button').click();
  await expect(id).toHaveAttribute('aria-sort', 'descending');
  await expect(table.getByRole('row').nth(1)).toContainText('Row 9999');

  await window.keyboard.press('Control+f');
  const filter = window.getByRole('searchbox', { name: 'Filter rows' });
  await expect(filter).toBeFocused();
  await filter.fill('=1+');
  await expect(window.getByText('1 of 10,000 rows')).toBeVisible();
  await filter.press('ArrowDown');
  await expect(window.getByRole('button', { name: 'Open row 8' })).toBeFocused();
  await window.keyboard.press('Enter');
  await expect(window.getByRole('region', { name: 'Row 8' })).toContainText('size:7');
  await window.keyboard.press('Escape');
  await expect(window.getByRole('button', { name: 'Open row 8' })).toBeFocused();

  const file = join(desktop.home, 'rows.csv');
  await application.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
  await window.getByRole('button', { name: 'Save as', exact: true }).click();
  await window.getByRole('menuitem', { name: 'CSV' }).click();
  await expect(window.getByText('Saved')).toBeVisible();
  expect(readFileSync(file, 'utf8')).toBe(`\ufeffid,name,part,none\r\n7,"'=1+1","{""size"":7}",`);

  await openTool(window, 'Acme', 'report');
  const result = await runTool(window);
  await result.getByRole('radio', { name: 'Markdown' }).check({ force: true });
  await expect(result.getByRole('heading', { name: 'Report' })).toBeVisible();
  await expect(result).toContainText('<b>not bold</b>');
  await result.getByRole('button', { name: 'the page' }).click();
  await expect(result.getByRole('group', { name: 'Open link…' })).toContainText('https://example.com/report');
  await window.keyboard.press('Control+f');
  await window.getByRole('textbox', { name: 'Find in the result' }).fill('o');
  await expect(window.getByText(/^1 of \d+$/)).toBeVisible();

  // What was sent last is back after a restart, and a preset beside it.
  await openTool(window, 'Acme', 'list');
  await window.getByRole('button', { name: 'Save as preset…' }).click();
  await window.getByRole('textbox', { name: 'Name of the preset' }).fill('Five lines');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('combobox', { name: 'Presets' })).toContainText('Five lines');
  await running.quit();
  const { window: again } = await desktop.launch();
  await openTool(again, 'Acme', 'list');
  await expect(again.getByLabel('Note')).toHaveValue('one\ntwo\nthree\nfour\nfive');
  await expect(again.getByText('Filled in with what you sent last.')).toBeVisible();
  await again.getByRole('button', { name: 'Clear' }).click();
  await expect(again.getByLabel('Note')).toHaveValue('');
  await again.getByRole('combobox', { name: 'Presets' }).selectOption('Five lines');
  await expect(again.getByLabel('Note')).toHaveValue('one\ntwo\nthree\nfour\nfive');
});

import type { ToolListView, ToolResultView } from '../../../src-preload/contract.ts';
import { openTool, runTool } from '../person.ts';
import { answerWith, type Scene, type Stage } from './stage.ts';

/** A tenth of a second of silence, as a WAV file. */
const silence = Buffer.concat([
  Buffer.from(
    'RIFF\x44\x03\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\x20\x03\0\0',
    'latin1',
  ),
  Buffer.alloc(800, 128),
]).toString('base64');

const pointers: ToolResultView = {
  isError: false,
  milliseconds: 310,
  content: [
    { type: 'audio', mimeType: 'audio/wav', data: silence },
    { type: 'link', uri: 'https://example.com/reports/2026?part=1', name: 'The report', description: 'All of it' },
    { type: 'resource', uri: 'file:///reports/2026.txt', mimeType: 'text/plain', text: 'Nothing happened.' },
    { type: 'resource', uri: 'file:///reports/2026.bin', mimeType: 'application/octet-stream' },
  ],
};

const structured: ToolResultView = {
  isError: false,
  milliseconds: 42,
  content: [],
  structuredContent: {
    total: 2,
    issues: [
      { id: 'KEY-1', open: true, estimate: null },
      { id: 'KEY-2', open: false },
    ],
  },
};

/** Rows as a list of issues has them: texts of any length, parts, nothing, other letters. */
const issue = (id: number) => ({
  id: `KEY-${id}`,
  title:
    ['Tray icon is blurred on a second screen', 'Größe der Schrift', '窗口太小', 'Không mở được liên kết'][id % 4] ??
    '',
  estimate: id % 5 === 0 ? null : id % 13,
  open: id % 3 !== 0,
  labels: ['window', 'linux'].slice(0, id % 3),
  ...(id % 2 === 0 && { owner: { name: 'Ann Lee', team: 'Desktop' } }),
  updated: `2026-11-${String((id % 28) + 1).padStart(2, '0')}`,
});

const listed: ToolResultView = {
  isError: false,
  milliseconds: 180,
  content: [],
  structuredContent: { total: 10_000, issues: Array.from({ length: 10_000 }, (_, index) => issue(index + 1)) },
};

const written: ToolResultView = {
  isError: false,
  milliseconds: 95,
  content: [
    {
      type: 'text',
      text: [
        '# Release notes',
        '',
        'The window is **faster**, and *quieter*. See [what changed](https://example.com/releases/2026-11) or `CHANGELOG.md`.',
        '',
        '- [x] Tray icon',
        '- [ ] A second screen',
        '',
        '> All of it was tried on three systems.',
        '',
        '| system | result |',
        '| --- | --- |',
        '| Linux | passed |',
        '| Windows | passed |',
        '',
        '```ts',
        'const answer: number = 42;',
        '```',
        '',
        '![The chart](https://example.com/chart.png)',
      ].join('\n'),
    },
  ],
};

const folded: ToolResultView = {
  isError: false,
  milliseconds: 12,
  content: [],
  structuredContent: {
    name: 'All letters',
    letters: Array.from({ length: 120 }, (_, index) => String.fromCodePoint(0x3041 + index)),
    deep: { one: { two: { three: { four: 4 } } } },
    nothing: null,
    empty: [],
  },
};

/** Fields of many kinds, one of them with an error of an alternative. */
const fields: ToolListView = {
  tools: [
    {
      name: 'publish',
      title: 'Publish a post',
      annotations: { destructive: false },
      inputSchema: {
        type: 'object',
        properties: {
          body: { type: 'string', title: 'Body', description: 'Markdown, with as many lines as it needs.' },
          at: { type: 'string', format: 'time', title: 'At' },
          colour: { type: 'string', format: 'color', title: 'Colour' },
          chosen: { type: 'string', format: 'color', title: 'Second colour', default: '#2360cf' },
          file: { type: 'string', contentEncoding: 'base64', title: 'Picture', description: 'Shown above the text.' },
          channel: {
            title: 'Channel',
            oneOf: [
              {
                title: 'Email',
                type: 'object',
                properties: { address: { type: 'string', format: 'email', title: 'Address' } },
                required: ['address'],
              },
              {
                title: 'Phone',
                type: 'object',
                properties: { number: { type: 'string', title: 'Number' } },
                required: ['number'],
              },
            ],
          },
        },
      },
    },
  ],
};

/** The form, the call and every kind of result, at a real server; sound and links are sent by main. */
export function toolScenes(stage: Stage): Scene[] {
  const { see, away } = stage;
  return [
    {
      name: 'tools',
      async show(window) {
        await away();
        await see('Weather', 'Tools');
        await window.getByText('Choose a tool to run it.').waitFor();
      },
    },
    {
      name: 'tools-no-match',
      async show(window) {
        await window.getByRole('searchbox', { name: 'Search tools' }).fill('nothing of the kind');
        await window.getByText('No tool matches').waitFor();
      },
    },
    {
      name: 'tool-form-errors',
      async show(window) {
        await window.getByRole('searchbox', { name: 'Search tools' }).fill('');
        await openTool(window, 'Weather', 'Plan a day');
        await window.getByRole('textbox', { name: 'Start' }).fill('nine');
        await window.getByRole('button', { name: 'Run', exact: true }).click();
        await window.locator('[aria-invalid="true"]').first().waitFor();
      },
    },
    {
      name: 'tool-json',
      async show(window) {
        await window.getByRole('radio', { name: 'JSON' }).check({ force: true });
        await window.getByRole('textbox', { name: 'Input as JSON' }).waitFor();
      },
    },
    {
      name: 'tool-json-fault',
      async show(window) {
        const json = window.getByRole('textbox', { name: 'Input as JSON' });
        await json.fill('{\n  "day": { "start": "09:00" },\n  "tasks": [12345678901234567890]\n}');
        await window.getByRole('radio', { name: 'Form' }).click({ force: true });
        await window.getByText('Line 3, column 13').waitFor();
      },
    },
    {
      name: 'tool-running',
      async show(window) {
        await window.getByRole('textbox', { name: 'Input as JSON' }).fill('{}');
        await window.getByRole('radio', { name: 'Form' }).check({ force: true });
        await openTool(window, 'Weather', 'slow');
        await window.getByLabel('steps').fill('10000');
        await window.getByRole('button', { name: 'Run', exact: true }).click();
        await window.getByRole('progressbar', { name: 'Progress' }).waitFor();
        await window.getByRole('button', { name: 'Cancel' }).waitFor();
      },
    },
    {
      name: 'tool-error',
      async show(window) {
        await window.getByRole('button', { name: 'Cancel' }).click();
        await window.getByText('You cancelled this.').first().waitFor();
        await openTool(window, 'Weather', 'fails');
        await runTool(window);
      },
    },
    {
      name: 'tool-picture',
      async show(window) {
        await openTool(window, 'Weather', 'Draw a chart');
        const result = await runTool(window);
        await result.getByRole('img').scrollIntoViewIfNeeded();
      },
    },
    {
      name: 'tool-links',
      async show(window) {
        await answerWith(stage, 'tools:call', { ok: true, value: pointers });
        await openTool(window, 'Weather', 'whoami');
        const result = await runTool(window);
        await result.getByRole('button', { name: 'Open link…' }).click();
        await result.getByRole('button', { name: 'Open in the browser' }).waitFor();
      },
    },
    {
      name: 'tool-json-and-history',
      async show(window) {
        await answerWith(stage, 'tools:call', { ok: true, value: structured });
        await runTool(window);
        await window.getByRole('region', { name: 'This session' }).waitFor();
        await answerWith(stage, 'tools:call');
      },
    },
    {
      name: 'tool-table',
      async show(window) {
        await answerWith(stage, 'tools:call', { ok: true, value: listed });
        await runTool(window);
        await window.getByRole('table', { name: 'issues' }).waitFor();
        await window.getByRole('columnheader', { name: 'estimate' }).getByRole('button').click();
      },
    },
    {
      name: 'tool-table-row',
      async show(window) {
        await window.getByRole('searchbox', { name: 'Filter rows' }).fill('desktop');
        await window
          .getByRole('button', { name: /^Open row/ })
          .first()
          .click();
        await window.getByRole('region', { name: /^Row/ }).waitFor();
      },
    },
    {
      name: 'tool-table-columns',
      async show(window) {
        await window.getByRole('button', { name: 'Close row' }).click();
        await window.getByRole('button', { name: /^Columns/ }).click();
        await window.getByRole('checkbox', { name: 'labels' }).waitFor();
      },
    },
    {
      name: 'tool-table-copy',
      async show(window) {
        await window.keyboard.press('Escape');
        await window.getByRole('button', { name: 'Copy as' }).click();
        await window.getByRole('menuitem', { name: 'CSV' }).waitFor();
      },
    },
    {
      name: 'tool-tree',
      async show(window) {
        await window.keyboard.press('Escape');
        await answerWith(stage, 'tools:call', { ok: true, value: folded });
        await runTool(window);
        await window.getByText('[120 items]').waitFor();
      },
    },
    {
      name: 'tool-find',
      async show(window) {
        await window.keyboard.press('Control+f');
        await window.getByRole('textbox', { name: 'Find in the result' }).fill('le');
        await window.getByText(/^1 of/).waitFor();
      },
    },
    {
      name: 'tool-markdown',
      async show(window) {
        await window.keyboard.press('Escape');
        await answerWith(stage, 'tools:call', { ok: true, value: written });
        await runTool(window);
        await window.getByRole('radio', { name: 'Markdown' }).check({ force: true });
        await window.getByRole('button', { name: 'what changed' }).click();
        await window.getByRole('button', { name: 'Open in the browser' }).waitFor();
        await answerWith(stage, 'tools:call');
      },
    },
    {
      name: 'tool-presets',
      async show(window) {
        await openTool(window, 'Weather', 'Convert units');
        await window.getByRole('button', { name: 'Save as preset…' }).click();
        await window.getByRole('textbox', { name: 'Name of the preset' }).fill('Miles to kilometres');
        await window.keyboard.press('Enter');
        await window.getByRole('button', { name: 'Rename' }).waitFor();
      },
    },
    {
      name: 'tool-form-fields',
      async show(window) {
        await answerWith(stage, 'tools:list', { ok: true, value: fields });
        await window.getByRole('button', { name: 'Refresh tools' }).click();
        await openTool(window, 'Weather', 'Publish a post');
        await window.getByLabel('Body').fill('One line.\n\nAnother one, after an empty one.\nAnd a last one.');
        await window
          .getByLabel('Picture')
          .setInputFiles({ name: 'harbour.png', mimeType: 'image/png', buffer: Buffer.alloc(48_211) });
        await window.getByText('harbour.png').waitFor();
        await window.getByLabel('Address').fill('no address');
        await window.getByRole('button', { name: 'Run', exact: true }).click();
        await window.locator('[aria-invalid="true"]').first().waitFor();
        await answerWith(stage, 'tools:list');
      },
    },
  ];
}

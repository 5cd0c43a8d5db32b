import type { ToolContentView, ToolListView, ToolResultView, ToolView } from '../../../src-preload/contract.ts';
import { openTool, runTool } from '../person.ts';
import { answerWith, type Scene, type Stage } from './stage.ts';

const base64 = (content: string | Buffer): string => Buffer.from(content as string).toString('base64');

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80">
  <rect width="120" height="80" fill="#1f5fbf"/>
  <text x="12" y="46" fill="white">Quarterly report</text>
</svg>`;

/** The header of a picture of 30,000 by 30,000 pixels: W3C PNG, section 5. The rest is never read. */
function hugePicture(): Buffer {
  const start = Buffer.alloc(33);
  start.write('\x89PNG\r\n\x1a\n', 0, 'latin1');
  start.writeUInt32BE(13, 8);
  start.write('IHDR', 12, 'latin1');
  start.writeUInt32BE(30_000, 16);
  start.writeUInt32BE(30_000, 20);
  start.set([8, 6, 0, 0, 0], 24);
  return start;
}

const numbered = (count: number, word: string) => Array.from({ length: count }, (_, index) => `${word} ${index + 1}`);

const texts = (count: number): ToolContentView[] => numbered(count, 'Part').map((text) => ({ type: 'text', text }));

const tool = (name: string, inputSchema: ToolView['inputSchema'] = { type: 'object' }): ToolView => ({
  name,
  description: 'As its server describes it.',
  inputSchema,
  annotations: { readOnly: true },
});

const choices = { type: 'string', title: 'Project', description: 'Where it belongs', enum: numbered(1200, 'Project') };
const tools: ToolListView = {
  tools: [
    {
      ...tool('a-very-large-form', { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] }),
      formTooLarge: true,
    },
    tool('file-an-issue', {
      type: 'object',
      properties: {
        project: choices,
        labels: {
          type: 'array',
          title: 'Labels',
          uniqueItems: true,
          items: { type: 'string', enum: numbered(700, 'Label') },
        },
      },
      required: ['project'],
    }),
    {
      ...tool('remove-a-project', {
        type: 'object',
        properties: { name: { type: 'string', title: 'Name' }, reason: { type: 'string', title: 'Reason' } },
      }),
      title: 'Remove a project',
      annotations: { destructive: true },
    },
    tool('answers-at-length'),
  ],
  isCut: true,
};

type Result = Partial<ToolResultView> & Pick<ToolResultView, 'content'>;

/**
 * Results that are too large to render at once, or not safe to render; sent by main here, in the form that it passes
 * them on.
 */
export function untrustedScenes(stage: Stage): Scene[] {
  /** A result, scrolled to the notice that it is incomplete. */
  const answered = (name: string, result: Result, note: string): Scene => ({
    name,
    async show(window) {
      await stage.away();
      await answerWith(stage, 'tools:call', { ok: true, value: { isError: false, milliseconds: 210, ...result } });
      await openTool(window, 'Weather', 'answers-at-length');
      await runTool(window);
      await window.getByText(note).scrollIntoViewIfNeeded();
      await answerWith(stage, 'tools:call');
    },
  });
  return [
    {
      name: 'tool-form-too-large',
      async show(window) {
        await answerWith(stage, 'tools:list', { ok: true, value: tools });
        await window.getByRole('button', { name: 'Refresh tools' }).click();
        await openTool(window, 'Weather', 'a-very-large-form');
        await answerWith(stage, 'tools:list');
        await window.getByText('too large for a form').waitFor();
      },
    },
    {
      name: 'tool-choices',
      async show(window) {
        await openTool(window, 'Weather', 'file-an-issue');
        await window.getByRole('combobox', { name: 'Project' }).click();
        await window.getByRole('option', { name: 'Project 2', exact: true }).waitFor();
      },
    },
    {
      name: 'tool-choices-none',
      async show(window) {
        await window.getByRole('combobox', { name: 'Project' }).fill('nothing of the kind');
        await window.getByText('No choice matches.').waitFor();
      },
    },
    {
      name: 'tool-choices-several',
      async show(window) {
        await window.getByRole('combobox', { name: 'Project' }).fill('Project 77');
        await window.getByRole('option', { name: 'Project 77', exact: true }).click();
        const labels = window.getByRole('combobox', { name: 'Labels' });
        for (const label of ['Label 12', 'Label 345', 'Label 678']) {
          await labels.fill(label);
          await window.getByRole('option', { name: label, exact: true }).click();
        }
        await labels.blur();
      },
    },
    {
      name: 'tool-confirm',
      async show(window) {
        await openTool(window, 'Weather', 'Remove a project');
        await window.getByRole('textbox', { name: 'Name' }).fill('Apollo');
        await window.getByRole('textbox', { name: 'Reason' }).fill('It has moved to another workspace. '.repeat(12));
        await window.getByRole('button', { name: 'Run', exact: true }).click();
        await window.getByRole('button', { name: 'Run it' }).waitFor();
      },
    },
    answered(
      'tool-parts',
      { content: texts(50), laterContent: [JSON.stringify(texts(70))], laterCount: 70 },
      '50 of 120 parts shown.',
    ),
    answered(
      'tool-long-text',
      { content: [{ type: 'text', text: 'A sentence of many. '.repeat(20_000) }] },
      'of 400,000 characters',
    ),
    answered(
      'tool-svg',
      { content: [{ type: 'image', mimeType: 'image/svg+xml', data: base64(drawing) }] },
      'This is an SVG image.',
    ),
    answered(
      'tool-picture-too-large',
      { content: [{ type: 'image', mimeType: 'image/png', data: base64(hugePicture()) }] },
      '30,000 by 30,000 pixels',
    ),
  ];
}

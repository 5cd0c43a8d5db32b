// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { JsonObject, ToolView } from '../../../../src-preload/contract.ts';
import { useToolCalls } from '../../../../src-renderer/stores/tool-calls.ts';
import ToolsTab from '../../../../src-renderer/views/tools/ToolsTab.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView } from '../../fixtures/views.ts';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const acme = serverView('Acme', { status: { state: 'open' } });

const issue: ToolView = {
  name: 'issue',
  annotations: { destructive: false },
  inputSchema: {
    type: 'object',
    properties: {
      title: { type: 'string', title: 'Title', minLength: 3 },
      count: { type: 'integer', title: 'Count', default: 1 },
      parts: { type: 'array', items: { type: 'object', properties: { size: { type: 'number' } }, required: ['size'] } },
    },
    required: ['title'],
  },
};
const other: ToolView = { ...issue, name: 'other' };
const idle: ToolView = { name: 'idle', annotations: { destructive: false }, inputSchema: { type: 'object' } };

/** What a person sees of a tool, and what it was called with. */
async function open(tools = [issue, other, idle], answer?: () => Promise<never>) {
  const bridge = install(
    { app: appView, servers: [acme], tools },
    { 'tools:call': answer ?? (() => ({ ok: true, value: { isError: false, content: [], milliseconds: 1 } })) },
  );
  draw(<ToolsTab server={acme} />);
  const see = async (name: string) => {
    fireEvent.click(await screen.findByRole('button', { name: new RegExp(`^${name}`) }));
    await screen.findByRole('button', { name: 'Run' }, { timeout: 15_000 });
  };
  await see(tools[0]!.name);
  const calls = () =>
    bridge.asked
      .filter(({ name }) => name === 'tools:call')
      .map(({ input }) => (input as { arguments: JsonObject }).arguments);
  return { see, calls };
}

const view = (name: 'Form' | 'JSON') => screen.getByRole<HTMLInputElement>('radio', { name });
const field = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Input as JSON' });
const write = async (text: string) => fireEvent.change(await field(), { target: { value: text } });
const title = () => screen.findByRole<HTMLInputElement>('textbox', { name: /Title/ });
const run = () => fireEvent.submit(screen.getByRole('button', { name: 'Run' }).closest('form')!);
const faults = async () => {
  const ids = (await field()).getAttribute('aria-describedby')?.split(' ') ?? [];
  return ids.flatMap((id) => [...(document.getElementById(id)?.children ?? [])].map(({ textContent }) => textContent));
};

it('the JSON input shows the content of the form, defaults too, and the form takes over what was written', async () => {
  await open();
  fireEvent.change(await title(), { target: { value: 'Fix the door' } });
  fireEvent.click(view('JSON'));
  expect((await field()).value).toBe('{\n  "title": "Fix the door",\n  "count": 1\n}');
  await write('{"title": "Paint it", "count": 7}');
  fireEvent.click(view('Form'));
  expect((await title()).value).toBe('Paint it');
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Count' }).value).toBe('7');
  fireEvent.click(view('JSON'));
  expect(JSON.parse((await field()).value)).toEqual({ title: 'Paint it', count: 7 });
});

it('the JSON input begins with the schema’s defaults, where the form was not opened', async () => {
  const { see } = await open();
  fireEvent.click(view('JSON'));
  await see('other');
  expect(view('JSON').checked).toBe(true);
  expect((await field()).value).toBe('{\n  "count": 1\n}');
});

it('the JSON input stays until it fits the form, says where it does not, and loses nothing', async () => {
  const { see, calls } = await open();
  fireEvent.click(view('JSON'));
  const broken = '{\n  "title": "Fix",\n}';
  await write(broken);
  expect(await faults()).toEqual([]);
  fireEvent.click(view('Form'));
  expect(view('JSON').checked).toBe(true);
  expect((await field()).value).toBe(broken);
  expect(await faults()).toEqual([
    'Correct this to switch to the form.',
    'Line 3, column 1: “}” does not belong here.',
  ]);
  expect(document.activeElement === (await field())).toBe(true);
  expect((await field()).selectionStart).toBe(broken.length - 1);

  // The JSON is not lost either where the form is chosen for another tool meanwhile.
  await see('other');
  fireEvent.click(view('Form'));
  expect((await title()).value).toBe('');
  await see('issue');
  expect((await field()).value).toBe(broken);
  await write('{ "title": "Fix" }');
  expect((await title()).value).toBe('Fix');
  expect(calls()).toEqual([]);
});

it('the JSON input says what is invalid in the words of the form, updates that while it is typed, and then runs', async () => {
  const { calls } = await open();
  fireEvent.click(view('JSON'));
  await write('{"title": "F", "count": "two", "parts": [{}]}');
  run();
  expect(await faults()).toEqual([
    'title: Too short: at least 3 characters.',
    'count: Enter a number.',
    'parts › 0 › size: This field is required.',
  ]);
  await write('{"title": "Fix", "count": "two"}');
  expect(await faults()).toEqual(['count: Enter a number.']);
  await write('{"title": "Fix", "count": 2}');
  expect(await faults()).toEqual([]);
  expect(calls()).toEqual([]);
  run();
  await waitFor(() => expect(calls()).toEqual([{ title: 'Fix', count: 2 }]));
});

it.each([
  ['{"title": "Fix", "count": 12345678901234567890}', /^Line 1, column 27: 12345678901234567890 can’t be sent exactly/],
  ['{"title": "Fix", "title": "Mend"}', /^Line 1, column 18: "title" appears twice\./],
  ['["Fix"]', /^Line 1, column 1: the input must start with { and end with }\.$/],
  ['{"title": "Fix"', /^Line 1, column 16: the text ends here/],
])('the JSON input does not send %s', async (text, sentence) => {
  const { calls } = await open();
  fireEvent.click(view('JSON'));
  await write(text);
  run();
  expect(await faults()).toEqual([expect.stringMatching(sentence)]);
  fireEvent.click(view('Form'));
  expect((await field()).value).toBe(text);
  expect(calls()).toEqual([]);
});

it('the tool runs with Ctrl+Enter from the form and from the JSON input', async () => {
  const { calls } = await open();
  fireEvent.change(await title(), { target: { value: 'Fix the door' } });
  fireEvent.keyDown(await title(), { key: 'Enter', ctrlKey: true });
  await waitFor(() => expect(calls()).toHaveLength(1));
  await waitFor(() => expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Run' }).disabled).toBe(false));
  fireEvent.click(view('JSON'));
  await write('{"title": "Paint"}');
  fireEvent.keyDown(await field(), { key: 'Enter' });
  fireEvent.keyDown(await field(), { key: 'Enter', metaKey: true });
  await waitFor(() => expect(calls().slice(1)).toEqual([{ title: 'Paint' }]));
});

it('the JSON input is filled with an earlier input again', async () => {
  await open();
  fireEvent.click(view('JSON'));
  for (const name of ['Fix', 'Paint']) {
    await write(`{"title":"${name}"}`);
    run();
    await waitFor(() => expect(Object.values(useToolCalls.getState().past)[0]?.[0]?.input).toEqual({ title: name }));
  }
  await write('{"title": ');
  const rows = within(screen.getByRole('region', { name: 'This session' })).getAllByRole('listitem');
  expect(rows[1]!.textContent).toMatch(/1 ms.*{"title":"Fix"}/);
  fireEvent.click(within(rows[1]!).getByRole('button', { name: 'Use again' }));
  expect(JSON.parse((await field()).value)).toEqual({ title: 'Fix' });
});

it('the JSON input has no switch for a tool without input', async () => {
  const { see } = await open();
  fireEvent.click(view('JSON'));
  await see('idle');
  expect(screen.queryByRole('radio')).toBeNull();
  expect(screen.getByText('This tool needs no input.')).toBeTruthy();
});

it('the JSON input is the only one where no form can be made from the schema', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  const odd = {
    name: 'odd',
    annotations: { destructive: false },
    inputSchema: { type: 'object', properties: { a: { $ref: '#/$defs/nowhere' } } },
  };
  const { calls } = await open([odd]);
  expect(screen.queryByRole('radio')).toBeNull();
  await write('{"a":1}');
  run();
  await waitFor(() => expect(calls()).toEqual([{ a: 1 }]));
});

it('a running call offers to be ended after a second', async () => {
  await open([idle], () => new Promise<never>(() => undefined));
  vi.useFakeTimers();
  run();
  await act(() => vi.advanceTimersByTimeAsync(900));
  expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull();
  await act(() => vi.advanceTimersByTimeAsync(200));
  expect(screen.getByRole('button', { name: 'Cancel' })).toBeTruthy();
  expect(screen.getByText(/^Running for 1/)).toBeTruthy();
});

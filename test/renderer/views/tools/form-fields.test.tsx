// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src-preload/contract.ts';
import ToolsTab from '../../../../src-renderer/views/tools/ToolsTab.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView } from '../../fixtures/views.ts';

afterEach(cleanup);

const acme = serverView('Acme', { status: { state: 'open' } });

/** The form of a tool with these properties, and what it sends; undefined while an error keeps it from running. */
async function form(properties: JsonObject, rest: JsonObject = {}) {
  const inputSchema = { type: 'object', properties, ...rest };
  const bridge = install(
    { app: appView, servers: [acme], tools: [{ name: 'tool', annotations: { destructive: false }, inputSchema }] },
    { 'tools:call': () => ({ ok: true, value: { isError: false, content: [], milliseconds: 1 } }) },
  );
  draw(<ToolsTab server={acme} />);
  fireEvent.click(await screen.findByRole('button', { name: /^tool/ }));
  const button = await screen.findByRole<HTMLButtonElement>('button', { name: 'Run' }, { timeout: 15_000 });
  const calls = () => bridge.asked.filter(({ name }) => name === 'tools:call');
  const run = () => fireEvent.submit(button.closest('form')!);
  const sent = async () => {
    const before = calls().length;
    run();
    await waitFor(() => expect(calls()).toHaveLength(before + 1));
    await waitFor(() => expect(button.disabled).toBe(false));
    return (calls()[before]?.input as { arguments: unknown } | undefined)?.arguments;
  };
  const fill = (label: string | RegExp, value: string) =>
    fireEvent.change(screen.getByLabelText(label), { target: { value } });
  const choose = (name: string | RegExp, text: string) => {
    const choice = screen.getByRole<HTMLSelectElement>('combobox', { name });
    fireEvent.change(choice, { target: { value: [...choice.options].find((one) => one.text === text)?.value } });
  };
  return { sent, run, fill, choose, calls };
}

it('a text field keeps the lines that are pasted into it, and grows with them', async () => {
  const { sent, fill } = await form({ body: { type: 'string', title: 'Body' } });
  expect(screen.getByLabelText('Body').tagName).toBe('TEXTAREA');
  fill('Body', 'one\ntwo\nthree\nfour\nfive');
  expect(await sent()).toEqual({ body: 'one\ntwo\nthree\nfour\nfive' });
});

it.each<[string, JsonObject, string]>([
  ['at most 100 characters', { maxLength: 100 }, 'INPUT'],
  ['at most 101 characters', { maxLength: 101 }, 'TEXTAREA'],
  ['a format', { format: 'email' }, 'INPUT'],
  ['a format that is not known', { format: 'x-team' }, 'INPUT'],
  ['a pattern of one line', { pattern: '^[A-Z]+-\\d+$' }, 'INPUT'],
  ['a pattern that allows spaces', { pattern: '^\\s*\\S+\\s*$' }, 'TEXTAREA'],
  ['a pattern that says what is not allowed', { pattern: '^[^<>]*$' }, 'TEXTAREA'],
  ['a pattern without ends', { pattern: '\\S' }, 'TEXTAREA'],
  ['a content of many lines', { contentMediaType: 'text/markdown', maxLength: 80 }, 'TEXTAREA'],
])('a text field has one line or more by its schema: %s', async (_what, rest, tag) => {
  await form({ text: { type: 'string', title: 'Text', ...rest } });
  expect(screen.getByLabelText('Text').tagName).toBe(tag);
});

it('a time is filled in by hours and minutes, and sent with seconds', async () => {
  const { sent, fill } = await form({ at: { type: 'string', format: 'time', title: 'At' } });
  fill('At', '09:30');
  expect(screen.getByLabelText<HTMLInputElement>('At').value).toBe('09:30');
  expect(await sent()).toEqual({ at: '09:30:00' });
  fill('At', '');
  expect(await sent()).toEqual({});
});

it('a time is sent as the pattern beside the format wants it', async () => {
  const pattern = '^([01]\\d|2[0-3]):[0-5]\\d$';
  const { sent, fill } = await form({ at: { type: 'string', format: 'time', pattern, title: 'At' } });
  fill('At', '09:30');
  expect(await sent()).toEqual({ at: '09:30' });
});

it('a time with an offset stays as it is, in a field for text', async () => {
  const { sent, fill } = await form({ at: { type: 'string', format: 'time', title: 'At', default: '09:30:00+07:00' } });
  expect(screen.getByLabelText<HTMLInputElement>('At').type).toBe('text');
  expect(await sent()).toEqual({ at: '09:30:00+07:00' });
  fill('At', '09:30:00Z');
  expect(await sent()).toEqual({ at: '09:30:00Z' });
});

it('hours and minutes are checked where the pattern of the schema wants them', async () => {
  const pattern = '^([01]\\d|2[0-3]):[0-5]\\d$';
  const { sent, run, fill, calls } = await form({ start: { type: 'string', pattern, title: 'Start' } });
  fill('Start', '9:75');
  run();
  expect(await screen.findByText('Enter hours and minutes, such as 09:30.')).toBeTruthy();
  expect(calls()).toEqual([]);
  fill('Start', '09:30');
  expect(await sent()).toEqual({ start: '09:30' });
});

const channel: JsonObject = {
  title: 'Channel',
  oneOf: [
    {
      title: 'Email',
      type: 'object',
      properties: { address: { type: 'string', title: 'Address', minLength: 3 } },
      required: ['address'],
    },
    {
      title: 'Phone',
      type: 'object',
      properties: {
        number: { type: 'string', title: 'Number', minLength: 5 },
        hour: { type: 'integer', title: 'Hour' },
      },
      required: ['number', 'hour'],
    },
  ],
};

it.each(['oneOf', 'anyOf'] as const)(
  'an error inside of a part with alternatives (%s) is at its field',
  async (key) => {
    const { sent, run, fill, choose } = await form({ channel: { title: 'Channel', [key]: channel['oneOf']! } });
    choose(/Channel/, 'Phone');
    fill(/Number/, '123');
    run();
    await waitFor(() => expect(screen.getByLabelText(/Number/).getAttribute('aria-invalid')).toBe('true'));
    expect(screen.getByLabelText(/Hour/).getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByText('Too short: at least 5 characters.')).toBeTruthy();
    expect(screen.getByText('This field is required.')).toBeTruthy();
    expect(screen.queryByText('This does not fit what the tool expects.')).toBeNull();
    fill(/Number/, '12345');
    fill(/Hour/, '9');
    expect(await sent()).toEqual({ channel: { number: '12345', hour: 9 } });
  },
);

it('a colour is empty until one is chosen, and can be emptied', async () => {
  const { sent, fill } = await form({ colour: { type: 'string', format: 'color', title: 'Colour' } });
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Colour' }).value).toBe('');
  expect(await sent()).toEqual({});
  fill('Choose a colour', '#1a2b3c');
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Colour' }).value).toBe('#1a2b3c');
  expect(await sent()).toEqual({ colour: '#1a2b3c' });
  fill('Colour', '');
  expect(await sent()).toEqual({});
});

it('an optional choice can be emptied, also one that the schema fills in', async () => {
  const { sent, choose } = await form({
    unit: { type: 'string', title: 'Unit', enum: ['feet', 'miles'] },
    level: { type: 'integer', title: 'Level', enum: [1, 2], default: 2 },
    kind: { type: ['string', 'null'], title: 'Kind', enum: ['a', null], default: 'a' },
    switch: { anyOf: [{ type: 'string', enum: ['on', 'off'] }, { type: 'null' }], title: 'Switch', default: null },
    channel,
  });
  choose('Unit', 'miles');
  choose('Unit', '');
  choose('Level', '');
  choose('Kind', '');
  choose(/Channel/, 'Phone');
  choose(/Channel/, '');
  expect(await sent()).toEqual({ switch: null });
});

it('a text that the schema fills in can be emptied', async () => {
  const { sent, fill } = await form({ name: { type: 'string', title: 'Name', default: 'Ann' } });
  fill('Name', '');
  expect(await sent()).toEqual({});
});

it.each<[string, JsonObject, string]>([
  ['contentEncoding base64', { contentEncoding: 'base64' }, 'aGVsbG8='],
  ['format byte', { format: 'byte' }, 'aGVsbG8='],
  ['format base64', { format: 'base64' }, 'aGVsbG8='],
  ['format data-url', { format: 'data-url' }, 'data:text/plain;base64,aGVsbG8='],
])('a file is chosen for what is sent as base64 (%s), shown with its size, and removed', async (_what, rest, data) => {
  const { sent } = await form({ file: { type: 'string', title: 'File', ...rest } });
  const field = screen.getByLabelText<HTMLInputElement>('File');
  expect(field.type).toBe('file');
  fireEvent.change(field, { target: { files: [new File(['hello'], 'hello.txt', { type: 'text/plain' })] } });
  expect(await screen.findByText('hello.txt, 5 bytes')).toBeTruthy();
  expect(await sent()).toEqual({ file: data });
  fireEvent.click(screen.getByRole('button', { name: 'Remove file' }));
  expect(await sent()).toEqual({});
});

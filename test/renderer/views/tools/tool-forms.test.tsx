// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src-preload/contract.ts';
import { ToolResult } from '../../../../src-renderer/views/tools/ToolResult.tsx';
import ToolsTab from '../../../../src-renderer/views/tools/ToolsTab.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView } from '../../fixtures/views.ts';

afterEach(cleanup);

const acme = serverView('Acme', { status: { state: 'open' } });

/** The form of a tool with these properties, and what it sends. */
async function form(properties: JsonObject, rest: JsonObject = {}) {
  const inputSchema = { type: 'object', properties, ...rest };
  const bridge = install(
    { app: appView, servers: [acme], tools: [{ name: 'tool', annotations: { destructive: false }, inputSchema }] },
    { 'tools:call': () => ({ ok: true, value: { isError: false, content: [], milliseconds: 1 } }) },
  );
  const { container } = draw(<ToolsTab server={acme} />);
  fireEvent.click(await screen.findByRole('button', { name: /^tool/ }));
  await screen.findByRole('button', { name: 'Run' }, { timeout: 15_000 });
  const calls = () =>
    bridge.asked
      .filter(({ name }) => name === 'tools:call')
      .map(({ input }) => (input as { arguments: unknown }).arguments);
  const sent = async () => {
    const before = calls().length;
    fireEvent.submit(screen.getByRole('button', { name: 'Run' }).closest('form') ?? container);
    await waitFor(() => expect(calls()).toHaveLength(before + 1));
    await waitFor(() => expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Run' }).disabled).toBe(false));
    return calls().at(-1);
  };
  const fill = (label: string | RegExp, value: string) =>
    fireEvent.change(screen.getByLabelText(label), { target: { value } });
  return { sent, fill };
}

it('a tool form sends a box that is ticked as true, and one that is not as it was', async () => {
  const { sent } = await form({
    notify: { type: 'boolean', title: 'Notify' },
    quiet: { type: 'boolean', default: true },
  });
  fireEvent.click(screen.getByRole('checkbox', { name: 'Notify' }));
  fireEvent.click(screen.getByRole('checkbox', { name: /quiet/ }));
  expect(await sent()).toEqual({ notify: true, quiet: false });
});

it('a tool form accepts text, numbers and choices, one part inside another, and sends the defaults of the schema', async () => {
  const { sent, fill } = await form(
    {
      title: { type: 'string', title: 'Title', default: 'Untitled' },
      count: { type: 'integer', title: 'Count' },
      ratio: { type: 'number', title: 'Ratio', default: 0.5 },
      unit: { type: 'string', title: 'Unit', enum: ['feet', 'miles'] },
      level: { title: 'Level', enum: [1, 2] },
      place: {
        type: 'object',
        title: 'Place',
        required: ['city'],
        properties: { city: { type: 'string', title: 'City' }, zone: { type: 'string', default: 'UTC' } },
      },
    },
    { required: ['count'] },
  );
  const choose = (name: string, text: string) => {
    const choice = screen.getByRole<HTMLSelectElement>('combobox', { name });
    fireEvent.change(choice, { target: { value: [...choice.options].find((one) => one.text === text)?.value } });
  };
  fill(/Count/, '3');
  fill(/City/, 'Huế');
  choose('Unit', 'miles');
  choose('Level', '2');
  expect(await sent()).toEqual({
    title: 'Untitled',
    count: 3,
    ratio: 0.5,
    unit: 'miles',
    level: 2,
    place: { city: 'Huế', zone: 'UTC' },
  });
});

it('a tool form adds entries to a list and removes them', async () => {
  const { sent } = await form({ tags: { type: 'array', title: 'Tags', items: { type: 'string' } } });
  const list = within(screen.getByRole('group', { name: 'Tags' }));
  const add = () => fireEvent.click(list.getByRole('button', { name: 'Add entry' }));
  add();
  add();
  const [first, second] = list.getAllByRole('textbox');
  fireEvent.change(first!, { target: { value: 'red' } });
  fireEvent.change(second!, { target: { value: 'blue' } });
  expect(await sent()).toEqual({ tags: ['red', 'blue'] });
  fireEvent.click(list.getAllByRole('button', { name: 'Remove' })[0]!);
  expect(await sent()).toEqual({ tags: ['blue'] });
});

it('a tool form calls entries by their title and their number, and not by the name that a library generates', async () => {
  await form(
    {
      tags: { type: 'array', title: 'Tags', default: ['red'], items: { type: 'string' } },
      tasks: { type: 'array', title: 'Tasks', default: [{}], items: { type: 'object', properties: { a: {} } } },
      steps: { type: 'array', default: [{}, {}], items: { type: 'object', title: 'Step', properties: {} } },
      places: { type: 'array', default: [{}], items: { $ref: '#/$defs/place' } },
    },
    { $defs: { place: { type: 'object', title: 'Place', properties: {} } } },
  );
  expect(screen.getByRole('textbox', { name: 'Entry 1' })).toBeTruthy();
  const headings = screen.getAllByRole('heading', { level: 3 }).map(({ textContent }) => textContent);
  expect(headings).toEqual(['Tags', 'Tasks', 'Entry 1', 'steps', 'Step 1', 'Step 2', 'places', 'Place 1']);
});

it('a tool form labels a box beside it, and for screen readers', async () => {
  await form({ notify: { type: 'boolean', title: 'Notify', description: 'Writes to the team.' } });
  const box = screen.getByRole('checkbox', { name: 'Notify' });
  const help = screen.getByText('Writes to the team.');
  expect(box.getAttribute('aria-describedby')?.split(' ')).toContain(help.id);
  expect(screen.getByText('Notify').compareDocumentPosition(help)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
});

it('a tool form accepts several values of a list', async () => {
  const { sent } = await form({
    days: { type: 'array', title: 'Days', uniqueItems: true, items: { type: 'string', enum: ['mon', 'tue', 'wed'] } },
  });
  fireEvent.click(screen.getByLabelText('Days', { selector: 'input' }));
  for (const day of ['mon', 'wed']) fireEvent.click(await screen.findByRole('option', { name: day, hidden: true }));
  expect(await sent()).toEqual({ days: ['mon', 'wed'] });
});

it('a tool form has the fields of the one alternative that is chosen, where there are several', async () => {
  const { sent, fill } = await form({
    target: {
      title: 'Target',
      anyOf: [
        {
          title: 'Person',
          type: 'object',
          properties: { email: { type: 'string', title: 'Email' } },
          required: ['email'],
        },
        {
          title: 'Team',
          type: 'object',
          properties: { team: { type: 'string', title: 'Team name' } },
          required: ['team'],
        },
      ],
    },
  });
  expect(screen.queryByLabelText(/Team name/)).toBeNull();
  const choice = screen.getByRole<HTMLSelectElement>('combobox');
  const team = [...choice.options].find(({ text }) => text === 'Team');
  fireEvent.change(choice, { target: { value: team?.value } });
  fill(/Team name/, 'Windows');
  expect(screen.queryByLabelText(/Email/)).toBeNull();
  expect(await sent()).toEqual({ target: { team: 'Windows' } });
});

it('a tool form accepts names that the schema does not list, where it allows them', async () => {
  const { sent } = await form({
    labels: { type: 'object', title: 'Labels', additionalProperties: { type: 'string' } },
  });
  fireEvent.click(screen.getByRole('button', { name: 'Add entry' }));
  const key = await screen.findByLabelText(/Name/);
  fireEvent.change(key, { target: { value: 'colour' } });
  fireEvent.blur(key);
  const value = within(screen.getByRole('group')).getAllByRole('textbox').at(-1)!;
  fireEvent.change(value, { target: { value: 'red' } });
  expect(await sent()).toEqual({ labels: { colour: 'red' } });
});

it('a tool form follows a reference to a part that is defined elsewhere', async () => {
  const { sent } = await form(
    { from: { $ref: '#/$defs/place' }, to: { $ref: '#/$defs/place' } },
    { $defs: { place: { type: 'object', properties: { city: { type: 'string', title: 'City' } } } } },
  );
  const [from, to] = screen.getAllByLabelText('City');
  fireEvent.change(from!, { target: { value: 'Huế' } });
  fireEvent.change(to!, { target: { value: '成都' } });
  expect(await sent()).toEqual({ from: { city: 'Huế' }, to: { city: '成都' } });
});

it('a tool form sends a date as the schema writes it', async () => {
  const { sent, fill } = await form({ due: { type: 'string', format: 'date', title: 'Due' } });
  fill('Due', '2026-05-03');
  expect(await sent()).toEqual({ due: '2026-05-03' });
});

it('a tool form omits what may be nothing and was left alone, and sends what was typed', async () => {
  const { sent, fill } = await form({
    note: { type: ['string', 'null'], title: 'Note' },
    count: { type: ['integer', 'null'], title: 'Count' },
  });
  const untouched = (await sent()) as Record<string, unknown>;
  for (const value of Object.values(untouched)) expect(value).toBeNull();
  fill('Note', 'Hello');
  fill('Count', '3');
  expect(await sent()).toEqual({ note: 'Hello', count: 3 });
});

it('a tool form saves a picture and a sound through the main process, and nothing of an unknown file type', async () => {
  const bridge = install({ app: appView, servers: [] }, { 'app:save-media': () => ({ ok: true, value: true }) });
  const content = [
    { type: 'image', mimeType: 'image/png', data: 'aGk=' },
    { type: 'audio', mimeType: 'audio/wav', data: 'aG8=' },
    { type: 'audio', mimeType: 'audio/new-kind', data: 'aG8=' },
  ] as const;
  const result = { isError: false, content: [...content], milliseconds: 1 };
  draw(<ToolResult server={acme} call={{ state: 'done', at: 0, result }} />);
  fireEvent.click(screen.getByRole('button', { name: 'Save image…' }));
  expect(await screen.findByRole('button', { name: /Saved$/ })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Save audio…' }));
  const inputs = content.slice(0, 2).map(({ mimeType, data }) => ({ mimeType, data }));
  expect(bridge.asked).toEqual(inputs.map((input) => ({ name: 'app:save-media', input })));
});

it('a tool form plays a sound from its data alone, and no other kind as a sound', () => {
  install({ app: appView, servers: [] });
  const content = [
    { type: 'audio', mimeType: 'audio/wav', data: 'aGk=' },
    { type: 'audio', mimeType: 'text/html', data: 'aGk=' },
  ] as const;
  const result = { isError: false, content: [...content], milliseconds: 1 };
  const { container } = draw(<ToolResult server={acme} call={{ state: 'done', at: 0, result }} />);
  const sounds = [...container.querySelectorAll('audio')];
  expect(sounds.map(({ src }) => src)).toEqual(['data:audio/wav;base64,aGk=']);
  expect(sounds[0]?.getAttribute('aria-label')).toBe('Audio from Acme');
  expect(sounds[0]?.hasAttribute('controls')).toBe(true);
  expect(sounds[0]?.hasAttribute('autoplay')).toBe(false);
  expect(screen.getByText('Keyfob can’t show this kind of content: text/html.')).toBeTruthy();
});

const many = (count: number) => Array.from({ length: count }, (_, index) => `choice ${index}`);

it('a tool form searches a list of more than 500 choices, and draws 100 of them at most', async () => {
  const { sent } = await form({ one: { type: 'string', title: 'One', enum: many(50_000) } });
  expect(screen.getByText('50,000 choices. The first 100 that match are shown.')).toBeTruthy();
  const field = screen.getByRole('combobox', { name: 'One' });
  fireEvent.click(field);
  expect(screen.getAllByRole('option')).toHaveLength(100);
  field.focus();
  fireEvent.change(field, { target: { value: 'CHOICE 4999' } });
  expect(screen.getAllByRole('option').map(({ textContent }) => textContent)).toEqual([
    'choice 4999',
    ...Array.from({ length: 10 }, (_, index) => `choice 4999${index}`),
  ]);
  fireEvent.click(screen.getByRole('option', { name: 'choice 49997' }));
  expect(screen.getByRole<HTMLInputElement>('combobox', { name: 'One' }).value).toBe('choice 49997');
  expect(await sent()).toEqual({ one: 'choice 49997' });
});

it('a tool form searches for several of more than 500 choices in the same way', async () => {
  const { sent } = await form({
    some: { type: 'array', title: 'Some', uniqueItems: true, items: { type: 'string', enum: many(501) } },
  });
  const field = screen.getByRole('combobox', { name: 'Some' });
  for (const wanted of ['choice 500', 'choice 77']) {
    fireEvent.click(field);
    fireEvent.change(field, { target: { value: wanted } });
    fireEvent.click(screen.getByRole('option', { name: wanted }));
  }
  expect(await sent()).toEqual({ some: ['choice 500', 'choice 77'] });
});

it('a tool form has a menu for 500 choices, with each of them', async () => {
  await form({ one: { type: 'string', title: 'One', enum: many(500) } });
  expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'One' }).options).toHaveLength(501);
});

it('a tool form is replaced by JSON where it would be too large, says so, and sends what was written', async () => {
  const bridge = install(
    {
      app: appView,
      servers: [acme],
      tools: [{ name: 'tool', annotations: { destructive: false }, inputSchema: {}, formTooLarge: true }],
    },
    { 'tools:call': () => ({ ok: true, value: { isError: false, content: [], milliseconds: 1 } }) },
  );
  draw(<ToolsTab server={acme} />);
  fireEvent.click(await screen.findByRole('button', { name: /^tool/ }));
  const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Input as JSON' }, { timeout: 15_000 });
  expect(
    screen.getByText('The input of this tool is too large for a form. Enter it as JSON; the server checks it.'),
  ).toBeTruthy();
  expect([field.value, screen.queryByRole('radio')]).toEqual(['{}', null]);
  fireEvent.change(field, { target: { value: '{"field7": "seven"}' } });
  fireEvent.click(screen.getByRole('button', { name: 'Run' }));
  await waitFor(() =>
    expect(bridge.asked.find(({ name }) => name === 'tools:call')?.input).toMatchObject({
      arguments: { field7: 'seven' },
    }),
  );
});

// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { Json, Result, ToolContentView, ToolResultView, ToolView } from '../../../../src-preload/contract.ts';
import { noteProgress } from '../../../../src-renderer/stores/tool-calls.ts';
import { ToolResult } from '../../../../src-renderer/views/tools/ToolResult.tsx';
import ToolsTab from '../../../../src-renderer/views/tools/ToolsTab.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView, tools } from '../../fixtures/views.ts';

afterEach(cleanup);

const linear = serverView('Linear', { status: { state: 'open' } });
/** A GIF. */
const onePixel = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
const markup = '<img src=x onerror="alert(1)"><b>bold</b>';

function drawResult(result: Partial<ToolResultView>) {
  install({ app: appView, servers: [] });
  const whole = { isError: false, content: [], milliseconds: 12, ...result };
  return draw(<ToolResult server={linear} call={{ state: 'done', at: 0, result: whole }} />).container;
}

async function open(tool: ToolView, answer?: () => Promise<Result<ToolResultView>>) {
  const bridge = install(
    { app: appView, servers: [linear], tools: [tool] },
    {
      'tools:call':
        answer ??
        (() => ({
          ok: true,
          value: { isError: false, content: [{ type: 'text', text: 'Done.' }], milliseconds: 3 },
        })),
    },
  );
  const { container } = draw(<ToolsTab server={linear} />);
  fireEvent.click(await screen.findByRole('button', { name: (label) => label.startsWith(tool.title ?? tool.name) }));
  // The form's code is loaded when a tool is first shown.
  await screen.findByRole('button', { name: 'Run' }, { timeout: 15_000 });
  const run = () => fireEvent.submit(screen.getByRole('button', { name: 'Run' }).closest('form') ?? container);
  return { bridge, container, run };
}

it('the tool view sends what was filled in, and omits what was left alone', async () => {
  const { bridge, run } = await open(tools[0]!);
  fireEvent.change(screen.getByRole('textbox', { name: /Title/ }), { target: { value: 'Fix the door' } });
  const priority = screen.getByRole('combobox', { name: /Priority/ });
  const high = within(priority).getByRole<HTMLOptionElement>('option', { name: 'high' });
  fireEvent.change(priority, { target: { value: high.value } });
  run();
  expect(await screen.findByText('Done.')).toBeTruthy();
  expect(bridge.asked.find(({ name }) => name === 'tools:call')?.input).toMatchObject({
    serverId: 'linear',
    tool: 'create_issue',
    arguments: { title: 'Fix the door', priority: 'high' },
  });
});

it('the tool view keeps earlier inputs, to look at again', async () => {
  const { run } = await open(tools[0]!);
  const fill = (value: string) =>
    fireEvent.change(screen.getByRole('textbox', { name: /Title/ }), { target: { value } });
  const priority = screen.getByRole('combobox', { name: /Priority/ });
  const high = within(priority).getByRole<HTMLOptionElement>('option', { name: 'high' });
  fireEvent.change(priority, { target: { value: high.value } });
  fill('Fix the door');
  run();
  await screen.findByText('Done.');
  const past = within(await screen.findByRole('region', { name: 'This session' }));
  expect(past.getAllByRole('listitem')).toHaveLength(1);
  fill('Paint the wall');
  run();
  await vi.waitFor(() => expect(past.getAllByRole('listitem')).toHaveLength(2));
  const rows = past.getAllByRole('listitem');
  expect(rows.map(({ textContent }) => /"title":"([^"]+)"/.exec(textContent ?? '')?.[1])).toEqual([
    'Paint the wall',
    'Fix the door',
  ]);
  fireEvent.click(within(rows[1] as HTMLElement).getByRole('button', { name: 'Use again' }));
  await vi.waitFor(() =>
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: /Title/ }).value).toBe('Fix the door'),
  );
});

it('the tool view makes hidden characters of an earlier input visible', async () => {
  const { run } = await open(tools[0]!);
  fireEvent.change(screen.getByRole('textbox', { name: /Title/ }), { target: { value: 'invoice\u202Efdp.exe' } });
  const priority = screen.getByRole('combobox', { name: /Priority/ });
  const high = within(priority).getByRole<HTMLOptionElement>('option', { name: 'high' });
  fireEvent.change(priority, { target: { value: high.value } });
  run();
  const past = within(await screen.findByRole('region', { name: 'This session' }));
  const summary = past.getByText(/invoice/);
  expect(summary.textContent).toContain(String.raw`invoice\u202efdp.exe`);
  expect(summary.title).toBe(summary.textContent);
});

it('the tool view shows the progress of a running call, in the server’s words', async () => {
  const { bridge, run } = await open(tools[0]!, () => new Promise(() => undefined));
  fireEvent.change(screen.getByRole('textbox', { name: /Title/ }), { target: { value: 'Fix the door' } });
  const priority = screen.getByRole('combobox', { name: /Priority/ });
  fireEvent.change(priority, {
    target: { value: within(priority).getByRole<HTMLOptionElement>('option', { name: 'high' }).value },
  });
  run();
  await screen.findByRole('button', { name: 'Cancel' });
  const { callId } = bridge.asked.find(({ name }) => name === 'tools:call')!.input as { callId: string };
  act(() => noteProgress({ callId, progress: 1, total: 4, message: markup }));
  expect(screen.getByRole('progressbar', { name: 'Progress' }).getAttribute('aria-valuenow')).toBe('25');
  expect(screen.getByText(markup, { selector: 'q' }).closest('p')?.textContent).toContain('Linear');
  act(() => noteProgress({ callId, progress: 12 }));
  expect(screen.queryByRole('progressbar')).toBeNull();
  expect(screen.getByText('Progress: 12')).toBeTruthy();
});

it('the tool view calls nothing while the form is invalid, and says why in Keyfob’s words', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  const { bridge, run } = await open(tools[0]!);
  fireEvent.change(screen.getByRole('textbox', { name: /Title/ }), { target: { value: 'F' } });
  run();
  expect(await screen.findByText('Too short: at least 3 characters.')).toBeTruthy();
  expect(screen.getByText('This field is required.')).toBeTruthy();
  expect(bridge.asked.some(({ name }) => name === 'tools:call')).toBe(false);
});

it('the tool view shows a tool’s description and its fields’ as text', async () => {
  const { container } = await open({
    name: 'evil',
    title: markup,
    description: markup,
    annotations: { destructive: false },
    inputSchema: {
      type: 'object',
      title: markup,
      properties: {
        a: { type: 'string', title: markup, description: `[link](https://evil.example) ${markup}` },
        b: { type: 'object', title: markup, description: markup, properties: { c: { type: 'what' } } },
        d: { type: 'array', title: markup, items: { type: 'string', enum: [markup] } },
      },
    },
  });
  expect(container.querySelector('img, b, a')).toBeNull();
  expect(container.querySelector('blockquote')?.textContent).toContain(markup);
});

it('the tool view shows text and links as text', () => {
  const container = drawResult({
    content: [
      { type: 'text', text: markup },
      { type: 'link', uri: 'javascript:alert(1)', name: markup, description: markup },
      { type: 'resource', uri: 'file:///etc/passwd', text: markup },
    ],
  });
  expect(container.querySelector('img, b, a')).toBeNull();
  expect(screen.getByText('javascript:alert(1)')).toBeTruthy();
  expect(screen.getByRole('button', { name: /Copy link/ })).toBeTruthy();
});

it('the tool view shows a picture from its data alone, and no other kind as a picture', () => {
  const container = drawResult({
    content: [
      { type: 'image', mimeType: 'image/gif', data: onePixel },
      { type: 'image', mimeType: 'text/html', data: 'aGk=' },
    ],
  });
  expect([...container.querySelectorAll('img')].map(({ src }) => src)).toEqual([`data:image/gif;base64,${onePixel}`]);
  expect(screen.getByText('Keyfob can’t show this kind of content: text/html.')).toBeTruthy();
});

it('the tool view shows a structured result once, though servers send it a second time as text', () => {
  const structuredContent = { total: 2 };
  drawResult({ structuredContent, content: [{ type: 'text', text: '{"total": 2}' }] });
  expect(screen.getAllByText(/total/)).toHaveLength(1);
});

it('the tool view says that it was the tool that failed', () => {
  const container = drawResult({ isError: true, content: [{ type: 'text', text: 'No such issue.' }] });
  expect(within(container).getByRole('status').textContent).toBe('The tool reported an error after 12 ms');
});

it('the tool view shows hidden characters in JSON as JSON escapes', () => {
  const { textContent } = drawResult({
    content: [{ type: 'text', text: String.raw`{"a\u202eb":["c\u0000d"]}` }],
    structuredContent: { ['x\u200b']: 'y\ufeff' },
  });
  for (const shown of [String.raw`a\u202eb`, String.raw`c\u0000d`, String.raw`x\u200b`, String.raw`y\ufeff`])
    expect(textContent).toContain(shown);
  expect(textContent).not.toMatch(/[\u202e\0\u200b\ufeff]/);
});

it('the tool view shows a text that nests deeper than people read as it is', () => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  const container = drawResult({ content: [{ type: 'text', text: deep }], structuredContent: {} });
  expect(container.querySelector('pre')?.textContent).toBe(deep.slice(0, 5000));
});

it('the tool view opens a link only after its whole address was shown, as the browser will get it', async () => {
  const bridge = install({ app: appView, servers: [] }, { 'app:open-link': () => ({ ok: true, value: null }) });
  const content = [{ type: 'link' as const, name: 'Apple', uri: 'https://аpple.com/log in?x=\u00e9' }];
  draw(
    <ToolResult
      server={linear}
      call={{ state: 'done', at: 0, result: { isError: false, content, milliseconds: 1 } }}
    />,
  );
  fireEvent.click(screen.getByRole('button', { name: 'Open link…' }));
  expect(bridge.asked).toEqual([]);
  const url = 'https://xn--pple-43d.com/log%20in?x=%C3%A9';
  expect(screen.getByText(url)).toBeTruthy();
  expect(screen.getByText(/a page of xn--pple-43d\.com/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  fireEvent.click(screen.getByRole('button', { name: 'Open link…' }));
  fireEvent.click(screen.getByRole('button', { name: 'Open in the browser' }));
  expect(bridge.asked).toEqual([{ name: 'app:open-link', input: { url } }]);
  expect(await screen.findByRole('button', { name: 'Open link…' })).toBeTruthy();
});

it.each([
  'http://example.com/',
  'javascript:alert(1)',
  'https://a@b.example/',
  `https://b.example/${'x'.repeat(2048)}`,
])('the tool view offers to copy %s, and not to open it', (uri) => {
  drawResult({ content: [{ type: 'link', name: 'x', uri }] });
  expect(screen.getByRole('button', { name: /Copy link/ })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Open link…' })).toBeNull();
});

it('the tool view says of a server that does not answer just that, and not that a sign-in is missing', () => {
  const status = { state: 'unreachable', since: 0, error: { code: 'timed_out', values: {} } } as const;
  install({ app: appView, servers: [] });
  draw(<ToolsTab server={serverView('Linear', { status })} />);
  expect(screen.getByText(/^Linear does not respond\./)).toBeTruthy();
  expect(screen.queryByText(/Sign in/)).toBeNull();
});

it('the tool view does not say of a call that was given up that it did not run', () => {
  install({ app: appView, servers: [] });
  draw(<ToolResult server={linear} call={{ state: 'failed', at: 0, error: { code: 'cancelled', values: {} } }} />);
  expect(screen.getByRole('region', { name: 'No result' })).toBeTruthy();
});

it('the tool view shows no duration of zero', () => {
  drawResult({ milliseconds: 0 });
  expect(screen.getByRole('status').textContent).toContain('<1 ms');
});

it('the tool view shows the start of a long text, and all of it on request', () => {
  const text = Array.from({ length: 60 }, (_, line) => `line ${line}`).join('\n');
  const pre = drawResult({ content: [{ type: 'text', text }] }).querySelector('pre');
  expect(pre?.textContent?.split('\n')).toHaveLength(40);
  fireEvent.click(screen.getByRole('button', { name: 'Show everything' }));
  expect(pre?.textContent).toBe(text);
  fireEvent.click(screen.getByRole('button', { name: 'Show less' }));
  expect(pre?.textContent?.split('\n')).toHaveLength(40);
});

it('a very long text is shown 100,000 characters at a time', () => {
  const pre = drawResult({ content: [{ type: 'text', text: 'a'.repeat(250_000) }] }).querySelector('pre');
  fireEvent.click(screen.getByRole('button', { name: 'Show 100,000 more characters' }));
  expect(pre?.textContent).toHaveLength(105_000);
  fireEvent.click(screen.getByRole('button', { name: 'Show 100,000 more characters' }));
  fireEvent.click(screen.getByRole('button', { name: 'Show everything' }));
  expect(pre?.textContent).toHaveLength(250_000);
});

const text = { type: 'text', text: 'One.' } as const;
const picture = { type: 'image', mimeType: 'image/gif', data: onePixel } as const;
const link = { type: 'link', uri: 'https://example.com/', name: 'Two' } as const;

const whole = 'Copy result';
const part = 'Copy';
it.each([
  ['the only text', [text], undefined, [[whole, 'One.']]],
  ['the only text beside a picture', [text, picture], undefined, [[whole, 'One.']]],
  ['a structured result', [{ type: 'text', text: '{"a":1}' }], { a: 1 }, [[whole, '{\n  "a": 1\n}']]],
  ['a link', [link], undefined, [['Copy link', link.uri]]],
  [
    'a text beside a link',
    [text, link],
    undefined,
    [
      [whole, `One.\n\n${link.uri}`],
      [part, 'One.'],
      ['Copy link', link.uri],
    ],
  ],
  [
    'words beside a structured result',
    [text],
    [1],
    [
      [whole, 'One.\n\n[\n  1\n]'],
      [part, 'One.'],
      [part, '[\n  1\n]'],
    ],
  ],
  ['a picture', [picture], undefined, []],
] satisfies [string, ToolContentView[], Json | undefined, string[][]][])(
  'the tool view offers to copy %s once',
  async (_what, content, structuredContent, expected) => {
    const bridge = install({ app: appView, servers: [] });
    const result = { isError: false, milliseconds: 1, content, ...(structuredContent && { structuredContent }) };
    draw(<ToolResult server={linear} call={{ state: 'done', at: 0, result }} />);
    const buttons = screen.queryAllByRole('button', { name: /^Copy/ });
    const names = buttons.map(({ textContent }) => /^Copy( result| link)?/.exec(textContent ?? '')?.[0]);
    for (const one of buttons) await act(async () => fireEvent.click(one));
    const copied = bridge.asked.map(({ input }) => (input as { text: string }).text);
    expect(names.map((name, index) => [name, copied[index]])).toEqual(expected);
  },
);

it('the tool view names the parts of a tree in the language of the window', () => {
  drawResult({ structuredContent: { a: { b: 1 } } });
  expect(screen.getByRole('tree', { name: 'Structured result' })).toBeTruthy();
  expect(screen.getAllByRole('button', { name: /^Collapse/ })).toHaveLength(2);
});

it('the tool view draws 50 parts of a result, and 50 more with each press', () => {
  const content = Array.from({ length: 120 }, (_, index) => ({ type: 'text' as const, text: `part ${index}.` }));
  drawResult({ content });
  expect(screen.getAllByText(/^part \d+\.$/)).toHaveLength(50);
  expect(screen.getByText(/50 of 120 parts shown\./)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Show 50 more' }));
  expect(screen.getAllByText(/^part \d+\.$/)).toHaveLength(100);
  fireEvent.click(screen.getByRole('button', { name: 'Show 20 more' }));
  expect(screen.getAllByText(/^part \d+\.$/)).toHaveLength(120);
  expect(screen.queryByText(/of 120 parts/)).toBeNull();
});

it('the tool view reads no more than 50 texts to find the structured result among them', () => {
  const structuredContent = { found: true };
  const read = vi.spyOn(JSON, 'parse');
  const content = Array.from({ length: 2000 }, () => ({ type: 'text' as const, text: '{"found": 1}' }));
  drawResult({ structuredContent, content });
  expect(read.mock.calls.filter(([text]) => text === '{"found": 1}').length).toBeLessThanOrEqual(100);
  read.mockRestore();
});

it('the tool view shows the first 1,000 entries of a list in JSON, and says how many more there are', () => {
  const container = drawResult({ structuredContent: Array.from({ length: 1200 }, (_, index) => index) });
  fireEvent.click(screen.getByRole('button', { name: 'Expand, [1,200 items]' }));
  expect(container.textContent).toContain('999');
  expect(container.textContent).not.toContain('1000');
  expect(container.textContent).toContain('… 200 more');
});

it('the tool view says that a server has more tools than are listed', async () => {
  const value = { tools: [tools[0]!], isCut: true as const };
  install({ app: appView, servers: [linear] }, { 'tools:list': () => ({ ok: true, value }) });
  draw(<ToolsTab server={linear} />);
  expect(await screen.findByText('These are the first 1 tools. Linear has more.')).toBeTruthy();
});

it('the tool view requests the later parts of a result when they are opened', () => {
  const part = (index: number) => ({ type: 'text' as const, text: `part ${index}.` });
  const parts = Array.from({ length: 120 }, (_, index) => part(index));
  const laterContent = [JSON.stringify(parts.slice(50, 100)), JSON.stringify(parts.slice(100))];
  drawResult({ content: parts.slice(0, 50), laterContent, laterCount: 70 });
  expect(screen.getAllByText(/^part \d+\.$/)).toHaveLength(50);
  fireEvent.click(screen.getByRole('button', { name: 'Show 50 more' }));
  fireEvent.click(screen.getByRole('button', { name: 'Show 20 more' }));
  expect(screen.getAllByText(/^part \d+\.$/).at(-1)?.textContent).toBe('part 119.');
});

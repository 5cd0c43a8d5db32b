// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { ImportEntryView, ImportPreviewView, Result } from '../../../../src-preload/contract.ts';
import { DropPlace } from '../../../../src-renderer/components/DropPlace.tsx';
import { useWindow } from '../../../../src-renderer/stores/window.ts';
import AddServer from '../../../../src-renderer/views/add/AddServer.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView } from '../../fixtures/views.ts';

afterEach(cleanup);

const entry = (name: string, more: Partial<ImportEntryView> = {}): ImportEntryView => ({
  index: 0,
  name,
  url: `https://mcp.${name.toLowerCase()}.example/mcp`,
  state: 'new',
  missing: [],
  enabled: true,
  settings: {},
  consent: null,
  ...more,
});
const previewOf = (entries: ImportEntryView[], local: string[] = []): ImportPreviewView => ({
  previewId: 'p',
  sources: [{ name: '', entries, local }],
});

function open(read: ImportPreviewView | null, { clipboard = null as ImportPreviewView | null, dropped = false } = {}) {
  const answer: Result<ImportPreviewView> = read
    ? { ok: true, value: read }
    : { ok: false, error: { code: 'file_invalid', values: {} } };
  const bridge = install(
    { app: appView, servers: [] },
    {
      'import:from-text': () => answer,
      'import:from-clipboard': () => ({ ok: true, value: clipboard }),
      'connections:discover': ({ ...input }) => ({
        ok: true,
        value: { url: 'url' in input ? input.url : '', name: 'Found', requiresSignIn: false, steps: [] },
      }),
    },
  );
  useWindow.setState({ dialog: { kind: 'add' } });
  draw(<AddServer dropped={dropped && read ? read : undefined} />);
  return bridge;
}

const address = () => screen.getByLabelText<HTMLInputElement>('Address');
const name = () => screen.getByLabelText<HTMLInputElement>('Name');
const paste = (text: string) => fireEvent.paste(address(), { clipboardData: { getData: () => text } });

it('a pasted text with one server fills the form, and says what is not taken over', async () => {
  const acme = entry('Acme', { missing: ['header X-Team'], leftOut: ['command mcp-remote', 'variable TOKEN'] });
  const bridge = open(previewOf([acme], ['files', 'git']));
  paste('{"mcpServers": {}}');
  await waitFor(() => expect(address().value).toBe('https://mcp.acme.example/mcp'));
  expect(name().value).toBe('Acme');
  expect(bridge.asked.find((one) => one.name === 'import:from-text')?.input).toEqual({ text: '{"mcpServers": {}}' });
  expect(
    screen.getByText(
      'Not taken over, because it may be a secret: header X-Team. You can enter it under Advanced. Not taken over: ' +
        'command mcp-remote, variable TOKEN. Not included, because Keyfob holds servers on the network, and these are ' +
        'programs on this computer: files, git.',
    ),
  ).toBeTruthy();
  fireEvent.change(address(), { target: { value: 'https://other.example/mcp' } });
  expect(screen.queryByText(/Not taken over/)).toBeNull();
});

it('a pasted text with several servers, or one with settings, opens the import with them', async () => {
  const several = previewOf([entry('Acme'), entry('Other')]);
  open(several);
  paste('a README');
  await waitFor(() => expect(useWindow.getState().dialog).toEqual({ kind: 'import', preview: several }));
  cleanup();
  const one = previewOf([entry('Acme', { settings: { clientId: 'x' } })]);
  open(one);
  paste('a README');
  await waitFor(() => expect(useWindow.getState().dialog).toEqual({ kind: 'import', preview: one }));
});

it('a pasted text with programs alone says that Keyfob holds servers on the network, and names them', async () => {
  open(previewOf([], ['files']));
  paste('claude mcp add files -- npx files');
  expect(
    await screen.findByText(/^There is no server on the network in the text\. Not included.*: files\.$/),
  ).toBeTruthy();
  expect(address().value).toBe('');
});

it('a pasted text without a server stays in the field, in one line', async () => {
  open(null);
  paste('hello\n  there, you');
  await waitFor(() => expect(address().value).toBe('hello there, you'));
});

it.each(['https://mcp.acme.example/mcp', 'acme.example', '"https://acme.example"', '<https://acme.example/>'])(
  'a pasted address is left to the field: %s',
  (text) => {
    const bridge = open(null);
    expect(paste(text)).toBe(true);
    expect(bridge.askedByUser).toEqual([]);
  },
);

it.each([
  'cursor://anysphere.cursor-deeplink/mcp/install?name=x&config=e30=',
  'vscode:mcp/install?%7B%7D',
  'https://vscode.dev/redirect/mcp/install?name=x&config=%7B%7D',
  '[![Install](https://a.example/b.svg)](https://cursor.com/install-mcp?name=x&config=e30=)',
  'claude mcp add x https://x.example/mcp',
  '[mcp_servers.x]\nurl = "https://x.example/mcp"',
  'one https://a.example/mcp two https://b.example/mcp',
])('a pasted text that is more than an address is read: %s', async (text) => {
  const bridge = open(null);
  expect(paste(text)).toBe(false);
  await waitFor(() => expect(bridge.askedByUser).toContainEqual({ name: 'import:from-text', input: { text } }));
});

it('the clipboard is read once when the form opens, and its server is taken on a click', async () => {
  const bridge = open(null, { clipboard: previewOf([entry('Acme')]) });
  fireEvent.click(await screen.findByRole('button', { name: 'Use the address in the clipboard (mcp.acme.example)' }));
  expect(address().value).toBe('https://mcp.acme.example/mcp');
  expect(bridge.asked.filter((one) => one.name === 'import:from-clipboard')).toHaveLength(1);
  cleanup();
  const several = previewOf([entry('Acme'), entry('Other')]);
  open(null, { clipboard: several });
  fireEvent.click(await screen.findByRole('button', { name: 'Import 2 servers from the clipboard' }));
  expect(useWindow.getState().dialog).toEqual({ kind: 'import', preview: several });
});

it('a dropped text fills the form when it opens, and the clipboard is not read then', async () => {
  const bridge = open(previewOf([entry('Acme')]), { dropped: true });
  await waitFor(() => expect(address().value).toBe('https://mcp.acme.example/mcp'));
  expect(bridge.asked.map((one) => one.name)).not.toContain('import:from-clipboard');
});

it('a file that is dropped onto the window opens the form or the import with its servers', async () => {
  const one = previewOf([entry('Acme')]);
  const bridge = install({ app: appView, servers: [] }, { 'import:from-text': () => ({ ok: true, value: one }) });
  draw(<DropPlace />);
  const dataTransfer = {
    types: ['Files'],
    files: [new File(['{"a": 1}'], 'mcp.json')],
    getData: () => '',
  };
  fireEvent.dragOver(document.body, { dataTransfer });
  expect(screen.getByText('Drop to add the servers in it')).toBeTruthy();
  fireEvent.drop(document.body, { dataTransfer });
  expect(screen.queryByText('Drop to add the servers in it')).toBeNull();
  await waitFor(() => expect(useWindow.getState().dialog).toEqual({ kind: 'add', preview: one }));
  expect(bridge.askedByUser).toEqual([{ name: 'import:from-text', input: { text: '{"a": 1}', name: 'mcp.json' } }]);
});

it('a text that is dragged within the window, or over another dialog, is not taken', () => {
  install({ app: appView, servers: [] });
  draw(<DropPlace />);
  const dataTransfer = { types: ['text/plain'], files: [], getData: () => 'https://a.example/mcp' };
  fireEvent.dragStart(document.body);
  expect(fireEvent.dragOver(document.body, { dataTransfer })).toBe(true);
  fireEvent.dragEnd(document.body);
  useWindow.setState({ dialog: { kind: 'people' } });
  expect(fireEvent.dragOver(document.body, { dataTransfer })).toBe(true);
  useWindow.setState({ dialog: null });
  expect(fireEvent.dragOver(document.body, { dataTransfer })).toBe(false);
});

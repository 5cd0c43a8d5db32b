// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { ToolView } from '../../../../src-preload/contract.ts';
import { Dialogs } from '../../../../src-renderer/views/Dialogs.tsx';
import { useServers } from '../../../../src-renderer/stores/servers.ts';
import ToolsTab from '../../../../src-renderer/views/tools/ToolsTab.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView } from '../../fixtures/views.ts';

afterEach(cleanup);

const acme = serverView('Acme', { status: { state: 'open' } });

const project = (annotations: ToolView['annotations'], more: Partial<ToolView> = {}): ToolView => ({
  name: 'delete_project',
  title: 'Delete a project',
  annotations,
  inputSchema: { type: 'object', properties: { name: { type: 'string', title: 'Name', maxLength: 80 } } },
  ...more,
});

/** Opens the tool's form and fills it in. */
async function open(tool: ToolView) {
  const bridge = install(
    { app: appView, servers: [acme], tools: [tool] },
    {
      'tools:call': () => ({
        ok: true,
        value: { isError: false, content: [{ type: 'text', text: 'Done.' }], milliseconds: 3 },
      }),
      'tools:waive': () => ({ ok: true, value: null }),
    },
  );
  useServers.setState({ loaded: true, servers: { [acme.id]: acme } });
  draw(
    <>
      <ToolsTab server={acme} />
      <Dialogs />
    </>,
  );
  fireEvent.click(await screen.findByRole('button', { name: /^Delete a project/ }));
  const field = await screen.findByRole('textbox', { name: /Name/ }, { timeout: 15_000 });
  fireEvent.change(field, { target: { value: 'Apollo' } });
  const run = screen.getByRole('button', { name: 'Run' });
  return {
    bridge,
    field,
    press: () => fireEvent.submit(run.closest('form')!),
    calls: () => bridge.asked.filter(({ name }) => name === 'tools:call').map(({ input }) => input),
  };
}

const question = () => screen.findByRole('dialog', { name: 'Run Delete a project?' });

it.each([
  ['says that it may destroy', { destructive: true }, 'Acme says this tool may change or delete things.'],
  ['says nothing', {}, 'Acme does not say that this tool only reads. It may change or delete something.'],
  [
    'says that it does not only read',
    { readOnly: false },
    'Acme does not say that this tool only reads. It may change or delete something.',
  ],
])(
  'a tool that %s is asked about with its server, name and input, and Cancel has the focus',
  async (_what, says, words) => {
    const { press, calls } = await open(project(says));
    press();
    const dialog = await question();
    expect(dialog.textContent).toContain(words);
    expect(within(dialog).getByText('delete_project')).toBeTruthy();
    expect(within(dialog).getByText(acme.host)).toBeTruthy();
    expect(within(dialog).getByRole('group', { name: 'Input' }).textContent).toBe('{\n  "name": "Apollo"\n}');
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Cancel'));
    expect(calls()).toEqual([]);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(calls()).toEqual([]);

    press();
    fireEvent.click(within(await question()).getByRole('button', { name: 'Run it' }));
    expect(await screen.findByText('Done.')).toBeTruthy();
    expect(calls()).toEqual([expect.objectContaining({ tool: 'delete_project', arguments: { name: 'Apollo' } })]);
  },
);

it.each([
  ['only reads', { readOnly: true, destructive: true }],
  ['destroys nothing', { destructive: false }],
])('a tool that %s runs without a question', async (_what, says) => {
  const { press, calls } = await open(project(says));
  press();
  expect(await screen.findByText('Done.')).toBeTruthy();
  expect(calls()).toHaveLength(1);
});

it('the second click of a double click does not run a tool that is asked about', async () => {
  const { press, calls } = await open(project({}));
  press();
  const run = within(await question()).getByRole('button', { name: 'Run it' });
  fireEvent.click(run, { detail: 2 });
  expect(calls()).toEqual([]);
  fireEvent.click(run, { detail: 1 });
  await waitFor(() => expect(calls()).toHaveLength(1));
});

it('Enter in a field does not run a tool that may destroy data, asked about or not, and Enter runs one that only reads', async () => {
  // The browser submits where nothing has prevented the key.
  const enter = (field: HTMLElement) => fireEvent.keyDown(field, { key: 'Enter' });
  const asked = await open(project({}));
  expect(enter(asked.field)).toBe(false);
  cleanup();
  const waived = await open(project({ destructive: true }, { waived: true }));
  expect(enter(waived.field)).toBe(false);
  cleanup();
  const reads = await open(project({ readOnly: true }));
  expect(enter(reads.field)).toBe(true);
});

it('a tool runs without a question once the person chose that, and is asked about again once they chose that', async () => {
  const { bridge, press, calls } = await open(project({ destructive: true }));
  press();
  const dialog = within(await question());
  fireEvent.click(dialog.getByRole('checkbox', { name: /Don’t ask again for this tool/ }));
  fireEvent.click(dialog.getByRole('button', { name: 'Run it' }));
  expect(await screen.findByText('Done.')).toBeTruthy();
  const waivers = () => bridge.asked.filter(({ name }) => name === 'tools:waive').map(({ input }) => input);
  expect(waivers()).toEqual([{ serverId: 'acme', tool: 'delete_project', waived: true }]);
  expect(screen.getByText(/Keyfob runs this tool without asking you\./)).toBeTruthy();
  press();
  await vi.waitFor(() => expect(calls()).toHaveLength(2));
  expect(screen.queryByRole('dialog')).toBeNull();

  fireEvent.click(screen.getByRole('button', { name: 'Ask next time' }));
  await waitFor(() => expect(screen.queryByText(/Keyfob runs this tool without asking you\./)).toBeNull());
  expect(waivers().at(-1)).toEqual({ serverId: 'acme', tool: 'delete_project', waived: false });
  press();
  expect(await question()).toBeTruthy();
  expect(calls()).toHaveLength(2);
});

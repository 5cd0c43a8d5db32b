// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { useServers } from '../../../../src-renderer/stores/servers.ts';
import { useWindow } from '../../../../src-renderer/stores/window.ts';
import AddServer from '../../../../src-renderer/views/add/AddServer.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView } from '../../fixtures/views.ts';

afterEach(cleanup);

const url = 'https://mcp.acme.example/mcp';
const moved = 'https://mcp.acme.example/v2/mcp';

function open(settings: 'refused' | 'taken' = 'taken') {
  let refused = settings === 'refused';
  const bridge = install(
    { app: appView, servers: [] },
    {
      'servers:add': async (input) => ({ ok: true, value: serverView('Acme', { url: input.url }) }),
      'servers:change-address': (input) => ({ ok: true, value: serverView('Acme', { url: input.url }) }),
      'servers:rename': ({ name }) => ({ ok: true, value: serverView('Acme', { name, url: moved }) }),
      'servers:change-settings': () => {
        if (!refused) return { ok: true, value: {} as never };
        refused = false;
        return { ok: false, error: { code: 'request_invalid', values: { field: 'note' } } };
      },
      'connections:discover': (input) => ({
        ok: true,
        value: { url: 'url' in input ? input.url : '', name: 'Acme', requiresSignIn: false, steps: [] },
      }),
      'connections:connect': () => ({ ok: false, error: { code: 'cancelled', values: {} } }),
    },
  );
  draw(<AddServer />);
  return bridge;
}

const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
/** Waits until the preview is shown: the button sends nothing before. */
const send = async () => {
  fireEvent.blur(screen.getByLabelText('Address'));
  await screen.findByText('Acme needs no sign-in.');
  fireEvent.click(screen.getByRole('button', { name: 'Save and sign in' }));
};

it('the form for a new server adds one server, where its settings are refused first and the address is corrected then', async () => {
  const bridge = open('refused');
  const asked = () => bridge.asked.filter(({ name }) => name.startsWith('servers:'));
  type('Address', url);
  fireEvent.click(screen.getByRole('button', { name: 'Advanced' }));
  type('Note', 'mine');
  await send();
  expect(await screen.findByText(/^Acme was saved, but these settings were not\./)).toBeTruthy();
  expect(screen.getByRole('alert').textContent).toContain('Keyfob can’t use what was entered under “Note”.');
  type('Address', moved);
  type('Name', 'Tracker');
  await send();
  await waitFor(() => expect(bridge.asked.at(-1)?.name).toBe('connections:connect'));
  expect(asked()).toEqual([
    { name: 'servers:add', input: { url, name: 'Acme' } },
    { name: 'servers:change-settings', input: { serverId: 'acme', changes: { note: 'mine' } } },
    { name: 'servers:change-address', input: { serverId: 'acme', url: moved } },
    { name: 'servers:rename', input: { serverId: 'acme', name: 'Tracker' } },
    { name: 'servers:change-settings', input: { serverId: 'acme', changes: { note: 'mine' } } },
  ]);
  expect(Object.keys(useServers.getState().servers)).toEqual(['acme']);
});

it('the form for a new server adds no second server when it is sent twice', async () => {
  const bridge = open();
  type('Address', url);
  await send();
  const form = screen.getByLabelText('Address').closest('form') as HTMLFormElement;
  fireEvent.submit(form);
  await waitFor(() => expect(bridge.asked.at(-1)?.name).toBe('connections:connect'));
  expect(bridge.askedByUser.map(({ name }) => name)).toEqual([
    'connections:discover',
    'servers:add',
    'connections:connect',
  ]);
});

it('the form for a new server keeps what was typed when the person clicks beside it', () => {
  open();
  useWindow.setState({ dialog: { kind: 'add' } });
  type('Address', url);
  fireEvent.click(document.querySelector('.mantine-Modal-overlay') as HTMLElement);
  expect(useWindow.getState().dialog).toEqual({ kind: 'add' });
});

it('the form for a new server stays in place under a press that leaves the address, so that the click arrives', async () => {
  const bridge = open();
  const looked = () => bridge.asked.filter(({ name }) => name === 'connections:discover').length;
  type('Address', url);
  const advanced = screen.getByRole('button', { name: 'Advanced' });
  fireEvent.pointerDown(advanced);
  fireEvent.blur(screen.getByLabelText('Address'), { relatedTarget: advanced });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(looked()).toBe(0);
  fireEvent.pointerUp(advanced);
  fireEvent.click(advanced);
  await waitFor(() => expect(looked()).toBe(1));
});

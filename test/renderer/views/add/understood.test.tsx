// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { DiscoveryView, Result } from '../../../../src-preload/contract.ts';
import AddServer from '../../../../src-renderer/views/add/AddServer.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView } from '../../fixtures/views.ts';

afterEach(cleanup);

const at = (url: string): Result<DiscoveryView> => ({
  ok: true,
  value: { url, name: 'Acme', requiresSignIn: false, steps: [] },
});

function enter(typed: string, answer: Result<DiscoveryView>) {
  const bridge = install(
    { app: appView, servers: [] },
    {
      'connections:discover': (input) => ('url' in input && input.url === typed ? answer : at('https://b.example/mcp')),
      'servers:add': ({ url }) => ({ ok: true, value: serverView('Acme', { url }) }),
      'connections:connect': () => ({ ok: true, value: serverView('Acme') }),
    },
  );
  draw(<AddServer />);
  fireEvent.change(screen.getByLabelText('Address'), { target: { value: typed } });
  fireEvent.blur(screen.getByLabelText('Address'));
  return bridge;
}

it('the preview shows how a pasted command was read, and what of it is not used', async () => {
  enter('npx -y mcp-remote https://a.example/mcp --header "x: y"', at('https://a.example/mcp'));
  expect(
    await screen.findByText(
      'Keyfob reads this as https://a.example/mcp. Only the address was taken. Enter headers under Advanced.',
    ),
  ).toBeTruthy();
});

it('the preview names the address at which the server was found, and that one is saved', async () => {
  const bridge = enter('https://a.example', at('https://a.example/mcp'));
  expect(
    await screen.findByText(
      'There is no MCP server at https://a.example/, but there is one at https://a.example/mcp. Keyfob uses that address.',
    ),
  ).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Save only' }));
  await waitFor(() =>
    expect(bridge.asked).toContainEqual({
      name: 'servers:add',
      input: { url: 'https://a.example/mcp', name: 'Acme' },
    }),
  );
});

it('the preview says nothing of an address that was entered strictly, and shows no password', async () => {
  enter('https://a.example/mcp', at('https://a.example/mcp'));
  await screen.findByText('Acme needs no sign-in.');
  expect(screen.queryByText(/Keyfob reads this/)).toBeNull();
  cleanup();
  enter('me:secret@a.example/mcp', { ok: false, error: { code: 'address_has_credentials', values: {} } });
  await screen.findByRole('alert');
  expect(screen.queryByText(/Keyfob reads this/)).toBeNull();
  expect(screen.queryByText(/secret/)).toBeNull();
});

it('the preview takes over an address that the server redirects to', async () => {
  const values = {
    host: 'a.example',
    reason: 'elsewhere',
    target: 'https://b.example/mcp',
    address: 'https://b.example/mcp',
  };
  enter('https://a.example/mcp', { ok: false, error: { code: 'redirect_refused', values, remedy: 'use_address' } });
  expect(await screen.findByText('a.example redirects to another address: https://b.example/mcp')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Use that address' }));
  expect(screen.getByLabelText<HTMLInputElement>('Address').value).toBe('https://b.example/mcp');
  expect(await screen.findByText('Acme needs no sign-in.')).toBeTruthy();
});

it('the preview leads to the settings where something has to be entered', async () => {
  const values = { host: 'a.example', issuer: 'https://as.example', reason: 'unlisted' };
  enter('https://a.example/mcp', { ok: false, error: { code: 'pkce_unsupported', values, remedy: 'edit_settings' } });
  fireEvent.click(await screen.findByRole('button', { name: 'Open settings' }));
  expect(screen.getByRole('button', { name: 'Advanced' }).getAttribute('aria-expanded')).toBe('true');
});

// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import type { ErrorView, ServerView } from '../../../../src-preload/contract.ts';
import { useServers } from '../../../../src-renderer/stores/servers.ts';
import { callTool } from '../../../../src-renderer/stores/tool-calls.ts';
import { useTools } from '../../../../src-renderer/stores/tools.ts';
import { Dialogs } from '../../../../src-renderer/views/Dialogs.tsx';
import { ServerHeader } from '../../../../src-renderer/views/server/ServerHeader.tsx';
import { ToolDetail } from '../../../../src-renderer/views/tools/ToolDetail.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView, signInView, tools } from '../../fixtures/views.ts';

afterEach(cleanup);

const server = serverView('Acme', {
  status: { state: 'signed_in', renewable: true },
  signIn: { ...signInView(Date.now(), 'https://login.acme.example'), scopes: ['read:issues'] },
  wantedScopes: ['write:issues', 'acme_special'],
  wantedBy: tools[0]!.name,
});
const lacking: ErrorView = {
  code: 'more_access_needed',
  values: { host: server.host, scopes: 'write:issues acme_special' },
  remedy: 'review_access',
};

function start(one: ServerView = server) {
  const bridge = install(
    { app: appView, servers: [one] },
    {
      'connections:connect': () => ({ ok: true, value: one }),
      'tools:call': ({ stepUp }) =>
        stepUp
          ? { ok: true, value: { isError: false, content: [{ type: 'text', text: 'Written.' }], milliseconds: 5 } }
          : { ok: false, error: lacking },
    },
  );
  useServers.setState({ servers: { [one.id]: one }, loaded: true });
  useTools.setState({ [one.id]: { tools, asking: false, error: null } });
  return bridge;
}

const named = tools[0]!.title ?? tools[0]!.name;
const dialog = () => screen.findByRole('dialog', { name: 'Acme wants more access' });

it('the review of more access shows the new scopes, the existing ones, and the tool that needs them', async () => {
  const bridge = start();
  draw(
    <>
      <ServerHeader server={server} />
      <Dialogs />
    </>,
  );
  expect(screen.queryByRole('button', { name: 'Sign in again' })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Review' }));
  const shown = within(await dialog());
  expect(shown.getByText(`The tool ${named} requested it.`)).toBeTruthy();
  const fact = (name: string) => shown.getByText(name, { selector: 'dt' }).nextElementSibling?.textContent;
  expect(fact('New')).toBe('write issues and acme_special details');
  expect(fact('Already allowed')).toBe('read issues details');
  expect(shown.getByText(/opens a page from login\.acme\.example/)).toBeTruthy();
  expect(bridge.asked.some(({ name }) => name === 'connections:connect')).toBe(false);
  fireEvent.click(shown.getByRole('button', { name: 'Allow in the browser' }));
  await waitFor(() =>
    expect(bridge.asked).toContainEqual({ name: 'connections:connect', input: { serverId: 'acme' } }),
  );
  expect(screen.queryByRole('dialog')).toBeNull();
});

it('the review of more access makes no request after "Not now"', async () => {
  const bridge = start();
  draw(
    <>
      <ServerHeader server={server} />
      <Dialogs />
    </>,
  );
  fireEvent.click(screen.getByRole('button', { name: 'Review' }));
  fireEvent.click(within(await dialog()).getByRole('button', { name: 'Not now' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(bridge.asked).toEqual([]);
});

it('a call that lacked access is made once more with it, with the same input', async () => {
  const bridge = start();
  draw(
    <>
      <ToolDetail server={server} tool={tools[0]!} />
      <Dialogs />
    </>,
  );
  await callTool(server.id, tools[0]!.name, { title: 'Fix the door' });
  fireEvent.click(await screen.findByRole('button', { name: 'Review' }));
  const shown = within(await dialog());
  expect(shown.getByText(new RegExp(`Then Keyfob runs ${named} again`))).toBeTruthy();
  fireEvent.click(shown.getByRole('button', { name: 'Allow in the browser' }));
  expect(await screen.findByText('Written.')).toBeTruthy();
  const calls = bridge.asked.filter(({ name }) => name === 'tools:call').map(({ input }) => input);
  expect(calls).toEqual([
    {
      serverId: 'acme',
      callId: expect.any(String) as unknown,
      tool: tools[0]!.name,
      arguments: { title: 'Fix the door' },
    },
    expect.objectContaining({ arguments: { title: 'Fix the door' }, stepUp: true }),
  ]);
});

it('the review of more access asks for nothing once no new access is needed', async () => {
  const { wantedScopes: _, wantedBy: __, ...content } = server;
  start();
  draw(
    <>
      <ServerHeader server={server} />
      <Dialogs />
    </>,
  );
  fireEvent.click(screen.getByRole('button', { name: 'Review' }));
  await dialog();
  useServers.setState({ servers: { acme: content } });
  expect(await screen.findByText('No new access is needed any more.')).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Allow in the browser' }).disabled).toBe(true);
});

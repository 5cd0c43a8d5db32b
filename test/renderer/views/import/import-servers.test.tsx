// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { ImportEntryView, ImportResultView, ServerView } from '../../../../src-preload/contract.ts';
import { dropServer, putServer } from '../../../../src-renderer/stores/servers.ts';
import { useWindow } from '../../../../src-renderer/stores/window.ts';
import ImportServers from '../../../../src-renderer/views/import/ImportServers.tsx';
import { draw, install } from '../../fixtures/render.tsx';
import { appView, serverView } from '../../fixtures/views.ts';

afterEach(cleanup);

const plain = { enabled: true, settings: {}, consent: null } as const;
const linear = {
  ...plain,
  index: 0,
  name: 'Linear',
  url: 'https://mcp.linear.app/mcp',
  state: 'new',
  missing: [],
} as const;
const stripe = {
  ...plain,
  index: 1,
  name: 'Stripe',
  url: 'https://mcp.stripe.com/',
  state: 'new',
  missing: ['header X-Key', 'client_secret'],
} as const;
const github = {
  ...plain,
  index: 2,
  name: 'GitHub',
  url: 'https://api.example/',
  state: 'there',
  missing: [],
} as const;
type Entry = Omit<ImportEntryView, 'missing'> & { missing: readonly string[] };

async function open(entries: readonly Entry[], result: ImportResultView = { added: [], failed: [] }) {
  const bridge = install(
    { app: appView, servers: [] },
    {
      'import:from-programs': () => ({
        ok: true,
        value: {
          previewId: 'p',
          sources: [
            {
              name: 'Cursor',
              local: ['files'],
              entries: entries.map((one) => ({ ...one, missing: [...one.missing] })),
            },
            { name: 'Codex', local: [], entries: [], error: { code: 'file_invalid', values: {} } },
          ],
        },
      }),
      'import:add': () => {
        // As the main process publishes it, before it answers.
        for (const { serverId } of result.added) putServer(serverView(serverId));
        return { ok: true, value: result };
      },
      'connections:connect': () => ({ ok: true, value: serverView('Linear') }),
      'servers:remove': ({ serverId }) => {
        dropServer(serverId);
        return { ok: true, value: { revocation: 'confirmed' } };
      },
    },
  );
  draw(<ImportServers />);
  const cursor = within(await screen.findByRole('group', { name: 'Cursor' }));
  const asked = (name: string) => bridge.asked.filter((one) => one.name === name).map(({ input }) => input);
  return { cursor, asked };
}

const button = (name: string) => screen.queryByRole<HTMLButtonElement>('button', { name });

it('the import adds the chosen servers, and says why the others are not added', async () => {
  const { cursor, asked } = await open([linear, stripe, github]);
  const there = cursor.getByRole<HTMLInputElement>('checkbox', { name: 'GitHub' });
  expect(there.disabled).toBe(true);
  expect(cursor.getByText(/Already added/)).toBeTruthy();
  expect(cursor.getByText(/Enter again: header X-Key/)).toBeTruthy();
  expect(
    cursor.getByText(
      'Not included, because Keyfob holds servers on the network, and these are programs on this computer: files',
    ),
  ).toBeTruthy();
  expect(within(screen.getByRole('group', { name: 'Codex' })).getByRole('alert')).toBeTruthy();
  expect(button('Import servers')?.disabled).toBe(true);
  fireEvent.click(cursor.getByRole('checkbox', { name: 'Select all 2' }));
  fireEvent.click(cursor.getByRole('checkbox', { name: 'Stripe' }));
  fireEvent.click(button('Import 1 server')!);
  await waitFor(() => expect(asked('import:add')).toEqual([{ previewId: 'p', indexes: [0], agreed: [] }]));
});

/** An honest server and sign-in page, with the token endpoint and the client of an attacker. */
const attacked = {
  issuer: 'https://login.notes.example',
  authorizationEndpoint: 'https://login.notes.example/authorize',
  tokenEndpoint: 'https://evil.example/token',
  clientId: 'attackers-client',
};
const notes: Entry = {
  ...plain,
  index: 3,
  name: 'Notes',
  url: 'https://notes.example/mcp',
  state: 'new',
  missing: [],
  settings: { ...attacked, callTimeout: 90_000 },
  consent: {
    settings: attacked,
    hosts: [
      { host: 'login.notes.example', fields: ['issuer', 'authorizationEndpoint'] },
      { host: 'evil.example', fields: ['tokenEndpoint'] },
    ],
  },
};

describe('an imported server whose settings send the code elsewhere', () => {
  const yes =
    'Use these settings. My credentials would be sent to ' +
    'login.notes.example (Sign-in service, Authorization URL), evil.example (Token URL).';

  it('is shown with every setting that it has, in the words of the settings form', async () => {
    await open([linear, notes]);
    const group = screen.getByRole('group', { name: 'Notes' });
    const facts = [...group.querySelectorAll('dl > div')].map((row) =>
      [...row.children].map((cell) => cell.textContent),
    );
    expect(facts).toEqual([
      ['Sign-in service', 'https://login.notes.example'],
      ['Authorization URL', 'https://login.notes.example/authorize'],
      ['Token URL', 'https://evil.example/token'],
      ['Client ID', 'attackers-client'],
      ['Tool timeout', '90 s'],
    ]);
  });

  it('cannot be added before a yes of its own that names the hosts, though all servers were ticked at once', async () => {
    const { cursor, asked } = await open([linear, notes]);
    fireEvent.click(cursor.getByRole('checkbox', { name: 'Select all 2' }));
    expect(button('Import 2 servers')?.disabled).toBe(true);
    expect(screen.getByText(/^Notes: review the settings/)).toBeTruthy();
    fireEvent.click(button('Import 2 servers')!);
    expect(asked('import:add')).toEqual([]);
    fireEvent.click(within(screen.getByRole('group', { name: 'Notes' })).getByRole('checkbox', { name: yes }));
    expect(screen.queryByText(/^Notes: review the settings/)).toBeNull();
    fireEvent.click(button('Import 2 servers')!);
    await waitFor(() =>
      expect(asked('import:add')).toEqual([
        { previewId: 'p', indexes: [0, 3], agreed: [{ index: 3, settings: attacked }] },
      ]),
    );
  });

  it('is chosen with its yes, and the yes is dropped when the server is unticked', async () => {
    const { cursor } = await open([linear, notes]);
    const box = cursor.getByRole<HTMLInputElement>('checkbox', { name: 'Notes' });
    const consent = cursor.getByRole<HTMLInputElement>('checkbox', { name: yes });
    fireEvent.click(consent);
    expect([box.checked, button('Import 1 server')?.disabled]).toEqual([true, false]);
    fireEvent.click(box);
    expect([box.checked, consent.checked, button('Import servers')?.disabled]).toEqual([false, false, true]);
  });

  it.each<[string, Entry['settings'], string[]]>([
    ['a code on any device', { grantType: 'device_code' }, ['How to sign in', 'With a code, on any device']],
    ['no resource', { sendResource: false }, ['Send the server’s address when requesting access', 'Off']],
  ])('needs a yes that names the server itself where it has %s', async (_what, settings, fact) => {
    await open([linear, { ...notes, settings, consent: { settings, hosts: [] } }]);
    const group = within(screen.getByRole('group', { name: 'Notes' }));
    expect([group.getByText(fact[0]!), group.getByText(fact[1]!)]).toHaveLength(2);
    group.getByRole('checkbox', {
      name: 'Use these settings. My credentials would be sent to the addresses that notes.example names.',
    });
  });
});

it('an imported server that is turned off is shown as such', async () => {
  const { cursor } = await open([{ ...linear, enabled: false }]);
  expect(cursor.getByText('https://mcp.linear.app/mcp · It is turned off after the import.')).toBeTruthy();
});

it('the import lists the added servers with the sign-in that each needs, and is closed with a click', async () => {
  const { cursor, asked } = await open([linear, stripe], {
    added: [
      { index: 0, serverId: 'linear' },
      { index: 1, serverId: 'stripe' },
    ],
    failed: [],
  });
  useWindow.setState({ dialog: { kind: 'import' } });
  fireEvent.click(cursor.getByRole('checkbox', { name: 'Select all 2' }));
  fireEvent.click(button('Import 2 servers')!);
  expect(await screen.findByText(/^2 servers were imported\./)).toBeTruthy();
  const done = button('Done');
  expect(document.activeElement).toBe(done);
  expect([button('Cancel'), button('From a file…'), screen.queryByRole('checkbox')]).toEqual([null, null, null]);
  // The missing settings are entered first.
  expect(button('Sign in to stripe')).toBeNull();
  expect(screen.getByText('Enter again: header X-Key, client secret')).toBeTruthy();
  fireEvent.click(button('Sign in to linear')!);
  await waitFor(() => expect(asked('connections:connect')).toEqual([{ serverId: 'linear' }]));
  const signedIn: ServerView = { ...serverView('linear'), status: { state: 'open' } };
  act(() => putServer(signedIn));
  expect(button('Sign in to linear')).toBeNull();
  fireEvent.click(button('Open settings of stripe')!);
  expect(useWindow.getState()).toMatchObject({ dialog: null, selected: 'stripe', tab: 'settings' });
});

it('the import removes the added servers again, after asking', async () => {
  const added = [linear, stripe].map(({ index, name }) => ({ index, serverId: name.toLowerCase() }));
  const { cursor, asked } = await open([linear, stripe], { added, failed: [] });
  fireEvent.click(cursor.getByRole('checkbox', { name: 'Select all 2' }));
  fireEvent.click(button('Import 2 servers')!);
  fireEvent.click(await screen.findByRole('button', { name: 'Undo import of stripe' }));
  const question = within(screen.getByRole('alertdialog', { name: 'Remove stripe?' }));
  expect(asked('servers:remove')).toEqual([]);
  fireEvent.click(question.getByRole('button', { name: 'Remove' }));
  expect(await screen.findByText(/^1 server was imported\./)).toBeTruthy();
  expect(asked('servers:remove')).toEqual([{ serverId: 'stripe' }]);
  expect([button('Undo import of stripe'), !button('Undo import of linear')]).toEqual([null, false]);
  await waitFor(() => expect(document.activeElement).toBe(button('Done')));
  fireEvent.click(button('Undo import of linear')!);
  fireEvent.click(screen.getByRole('button', { name: 'Remove' }));
  // One server was added: to say that none was would be wrong.
  expect(await screen.findByText('The import was undone.')).toBeTruthy();
  expect(screen.queryByText('No server was imported.')).toBeNull();
});

it('the import says of each server that could not be added why, and of those alone', async () => {
  const { cursor } = await open([linear, stripe], {
    added: [{ index: 0, serverId: 'linear' }],
    failed: [{ index: 1, error: { code: 'server_exists', values: { server: 'Payments', serverId: 'x' } } }],
  });
  fireEvent.click(cursor.getByRole('checkbox', { name: 'Select all 2' }));
  fireEvent.click(button('Import 2 servers')!);
  expect(await screen.findByText(/^1 server was imported\./)).toBeTruthy();
  expect(
    screen
      .getAllByRole('checkbox')
      .map((box) => box.getAttribute('aria-label') ?? (box as HTMLInputElement).labels?.[0]?.textContent),
  ).toEqual(['Stripe']);
  expect(screen.getByText(/Payments/)).toBeTruthy();
});

it('the import has no Cancel button where nothing is new', async () => {
  await open([github]);
  expect([button('Cancel'), button('Import servers')]).toEqual([null, null]);
  // The other button is the cross above.
  expect(screen.getAllByRole('button', { name: 'Close' })).toHaveLength(2);
});

it('the import keeps the file that was chosen while other programs were still being searched', async () => {
  const found = Promise.withResolvers<void>();
  const preview = (name: string) => ({
    ok: true as const,
    value: { previewId: name, sources: [{ name, local: [], entries: [{ ...linear, missing: [] }] }] },
  });
  install(
    { app: appView, servers: [] },
    {
      'import:from-programs': async () => {
        await found.promise;
        return preview('Cursor');
      },
      'import:from-file': () => preview('servers.json'),
    },
  );
  draw(<ImportServers />);
  fireEvent.click(screen.getByRole('button', { name: 'From a file…' }));
  await screen.findByRole('group', { name: 'servers.json' });
  await act(async () => found.resolve());
  expect(screen.queryByRole('group', { name: 'Cursor' })).toBeNull();
  expect(screen.getByRole('group', { name: 'servers.json' })).toBeTruthy();
  // The servers of other programs are not the ones that are shown.
  expect(
    screen.getByText('These servers are in the file that you chose. No password or key is imported.'),
  ).toBeTruthy();
  expect(screen.queryByText(/Claude, Cursor/)).toBeNull();
});

it('the import names secrets that have to be entered again by the words of the settings, and headers by their names', async () => {
  const missing = ['client_secret', 'private_key', 'id_token', 'header X-Team', 'something_else'];
  const { cursor } = await open([{ ...linear, missing }]);
  expect(
    cursor.getByText(/Enter again: client secret, private key, identity token, header X-Team, something_else$/),
  ).toBeTruthy();
});

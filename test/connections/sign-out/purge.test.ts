import { describe, expect, it } from 'vitest';
import { accessToken } from '../../../src-main/connections/tokens/access-token.ts';
import type { DomainEvent } from '../../../src-main/connections/context.ts';
import { disconnect } from '../../../src-main/connections/sign-out/disconnect.ts';
import { changeServerAddress, renameServer } from '../../../src-main/connections/servers/servers.ts';
import { settingChanges } from '../../../src-main/connections/servers/setting-fields.ts';
import { changeSettings, settingsCost, settingsView } from '../../../src-main/connections/servers/settings.ts';
import type { Keyring } from '../../../src-main/store/keys/keyring.ts';
import type { SettingChanges } from '../../../src-preload/contract.ts';
import { startKeyfob, type Keyfob } from '../../support/keyfob.ts';
import { startRealParts } from '../../support/real-parts.ts';
import { toolsOf } from '../../support/tools.ts';
import { wrappingKeyring } from '../../support/wrapping-keyring.ts';
import { registrationFor, requestFor, tokensFor } from '../../store/fixture.ts';

type Field = keyof SettingChanges;

const endpoints = { authorizationEndpoint: 'https://login.example/a', tokenEndpoint: 'https://login.example/t' };

/** A change of each field alone, and the settings that it requires. */
const cases: Record<Field, { before?: SettingChanges; change: SettingChanges }> = {
  account: { change: { account: 'shared' } },
  returnPath: { change: { returnPath: 'loopback' } },
  grantType: { change: { grantType: 'device_code' } },
  issuer: { change: { issuer: 'https://login.example' } },
  authorizationEndpoint: { before: endpoints, change: { authorizationEndpoint: 'https://login.example/b' } },
  tokenEndpoint: { before: endpoints, change: { tokenEndpoint: 'https://login.example/u' } },
  clientId: { change: { clientId: 'client-2' } },
  redirectUri: { change: { redirectUri: 'http://localhost:3118/callback' } },
  authenticationMethod: { change: { authenticationMethod: 'client_secret_post' } },
  scope: { change: { scope: 'read write' } },
  sendResource: { change: { sendResource: false } },
  offlineAccess: { change: { offlineAccess: false } },
  askConsent: { change: { askConsent: false } },
  identityTokenEndpoint: { change: { identityTokenEndpoint: 'https://login.example/identity' } },
  identityClientId: { change: { identityClientId: 'identity-2' } },
  assertionFile: { change: { assertionFile: '/run/token' } },
  keyPlace: { change: { keyPlace: 'basic' } },
  keyHeader: { change: { keyHeader: 'X-API-Key' } },
  clientSecret: { change: { clientSecret: 'secret-2' } },
  privateKey: { change: { privateKey: { generate: true } } },
  idToken: { change: { idToken: 'id-token-2' } },
  headers: { change: { headers: { 'x-team': 'blue' } } },
  note: { change: { note: 'New' } },
  callTimeout: { change: { callTimeout: 60_000 } },
  toolPrefix: { change: { toolPrefix: 'notes' } },
};

/** Settings that decide the use and the client of a token: a change of one ends the sign-ins. */
const purging = [
  'account',
  'returnPath',
  'grantType',
  'issuer',
  'authorizationEndpoint',
  'tokenEndpoint',
  'clientId',
  'redirectUri',
  'authenticationMethod',
  'scope',
  'sendResource',
  'offlineAccess',
  'askConsent',
  'identityTokenEndpoint',
  'identityClientId',
  'assertionFile',
  'keyPlace',
  'keyHeader',
  'clientSecret',
  'privateKey',
  'idToken',
] as const satisfies Field[];
/** Settings that no token depends on. */
const harmless = ['headers', 'note', 'callTimeout', 'toolPrefix'] as const satisfies Field[];

it('every setting that a request may change is in one of the two lists, and in one alone', () => {
  expect(Object.keys(settingChanges.shape).toSorted()).toEqual([...purging, ...harmless].toSorted());
});

/** A server with three sign-ins (an admin's, a member's, a shared one), tokens in use, and a waiting sign-in. */
async function furnished(before: SettingChanges = {}) {
  const kit = await startKeyfob();
  const { context, store, session } = kit;
  const { workspaceId, profileId } = session;
  const id = kit.addServer('https://notes.example/mcp');
  await changeSettings(context, session, id, before);
  const member = store.profiles.create({ workspaceId, name: 'Mai', role: 'member', now: 1 });
  const registration = store.clientRegistrations.save(registrationFor(workspaceId, { registeredAt: Date.now() }));
  const slots = [profileId, member.id, null].map((owner) => ({ workspaceId, serverId: id, profileId: owner }));
  const at = { issuedAt: Date.now(), expiresAt: Date.now() + 3_600_000, signedInBy: profileId };
  for (const { profileId: owner } of slots) store.tokenSets.save(tokensFor(id, owner, registration.id, at));
  for (const slot of slots) await accessToken(context, slot);
  const server = store.servers.get(workspaceId, id);
  if (!server) throw new Error('the server was added above');
  const admin = store.profiles.get(profileId);
  if (!admin) throw new Error('there is an admin from the start');
  store.authorizationRequests.save(requestFor({ server, admin }, registration.id, { createdAt: Date.now() }));
  kit.events.length = 0;
  return {
    kit,
    id,
    change: (changes: SettingChanges) => changeSettings(context, session, id, changes),
    cost: (changes: SettingChanges) => settingsCost(context, session, id, changes),
    left: () => ({
      stored: slots.filter((slot) => store.tokenSets.get(id, slot.profileId) !== undefined).length,
      cached: context.accessTokens.cached.size,
      waiting: store.authorizationRequests.take('state-1') === undefined ? 0 : 1,
    }),
  };
}

const everything = { stored: 3, cached: 3, waiting: 1 };
const nothing = { stored: 0, cached: 0, waiting: 0 };
const types = (events: readonly DomainEvent[]) => new Set(events.map(({ type }) => type));

describe('a change of the use of a token ends every sign-in, and is announced with their number', () => {
  it.each(purging)('%s', async (field) => {
    const { before, change } = cases[field];
    const { kit, cost, change: apply, left } = await furnished(before);
    expect(Object.keys(change)).toEqual([field]);
    expect(await cost(change)).toBe(3);
    await apply(change);
    expect(left()).toEqual(nothing);
    expect(types(kit.events)).toEqual(new Set(['tokens_changed', 'server_reconfigured', 'server_changed']));
  });

  it('url', async () => {
    const { kit, id, left } = await furnished();
    await changeServerAddress(kit.context, kit.session, id, 'https://notes.example/other');
    expect(left()).toEqual(nothing);
    expect(types(kit.events)).toEqual(
      new Set(['server_moved', 'tokens_changed', 'server_reconfigured', 'server_changed']),
    );
  });
});

describe('a change of anything else loses nothing', () => {
  it.each(harmless)('%s', async (field) => {
    const { change } = cases[field];
    const { cost, change: apply, left } = await furnished();
    expect(await cost(change)).toBe(0);
    await apply(change);
    // An open session sends its headers with each request, so it is opened again, with the stored token.
    expect(left()).toEqual(field === 'headers' ? { ...everything, cached: 0 } : everything);
  });

  it('name', async () => {
    const { kit, id, left } = await furnished();
    renameServer(kit.context, kit.session, id, 'New');
    expect(left()).toEqual(everything);
  });

  it('the same address, typed another way', async () => {
    const { kit, id, left } = await furnished();
    await changeServerAddress(kit.context, kit.session, id, ' HTTPS://Notes.example:443/mcp ');
    expect(left()).toEqual(everything);
  });
});

describe('a setting that is entered again unchanged loses nothing', () => {
  // A generated key differs each time, which the person requested.
  it.each(purging.filter((field) => field !== 'privateKey'))('%s', async (field) => {
    const { before, change } = cases[field];
    const { cost, change: apply, left } = await furnished({ ...before, ...change });
    expect(await cost(change)).toBe(0);
    await apply(change);
    expect(left()).toEqual(everything);
  });
});

describe('a setting that is invalid', () => {
  it.each<[string, SettingChanges]>([
    ['issuer', { issuer: 'http://login.example' }],
    ['tokenEndpoint', { tokenEndpoint: 'javascript:alert(1)' }],
    ['clientId', { clientId: 'line\nbreak' }],
    ['scope', { scope: 'read "write"' }],
    ['toolPrefix', { toolPrefix: 'a b' }],
    ['headers', { headers: { Authorization: 'Bearer mine' } }],
    ['headers', { headers: { 'x-team': 'line\r\nbreak' } }],
    ['authorizationEndpoint', { tokenEndpoint: 'https://login.example/t' }],
    ['privateKey', { privateKey: { pem: 'no key' } }],
  ])('(%s) is refused before anything is lost', async (field, change) => {
    const { kit, id, change: apply, left } = await furnished();
    const before = settingsView(kit.context, kit.session, id);
    await expect(apply({ ...change, account: 'shared' })).rejects.toMatchObject({
      code: 'request_invalid',
      values: { field },
    });
    expect(settingsView(kit.context, kit.session, id)).toEqual(before);
    expect(left()).toEqual(everything);
  });
});

const locked: Keyring = { ...wrappingKeyring, unwrap: () => Promise.reject(new Error('locked')) };

/** How many sign-ins and requests of `furnished` can be decrypted with the keyring. */
function opened({ store, session }: Keyfob, id: string) {
  const owners = [...store.profiles.list(session.workspaceId).map((profile) => profile.id), null];
  return {
    stored: owners.filter((owner) => store.tokenSets.get(id, owner) !== undefined).length,
    waiting: store.authorizationRequests.take('state-1') === undefined ? 0 : 1,
  };
}

/** Signs in with the keyring, runs `act` in a start without it, and returns what is left in the start after that. */
async function actedWhileLocked(before: SettingChanges, act: (kit: Keyfob, id: string) => Promise<unknown>) {
  const { kit, id } = await furnished(before);
  kit.close();
  const without = await startKeyfob({ folder: kit.folder, keyring: locked });
  expect(without.storage.state).toBe('locked');
  await act(without, id);
  without.close();
  const back = await startKeyfob({ folder: kit.folder });
  expect(back.storage.state).toBe('keyring');
  return { back, id, left: opened(back, id) };
}

describe('a change while the keyring is locked ends the sign-ins that cannot be read, and none is back when it opens', () => {
  it.each(purging)('%s', async (field) => {
    const { before, change } = cases[field];
    const { left } = await actedWhileLocked(before ?? {}, async ({ context, session }, id) => {
      expect(await settingsCost(context, session, id, change)).toBe(3);
      await changeSettings(context, session, id, change);
    });
    expect(left).toEqual({ stored: 0, waiting: 0 });
  });

  it('url', async () => {
    const { left, back, id } = await actedWhileLocked({}, ({ context, session }, server) =>
      changeServerAddress(context, session, server, 'https://notes.example/other'),
    );
    expect(left).toEqual({ stored: 0, waiting: 0 });
    await expect(accessToken(back.context, back.slot(id))).rejects.toMatchObject({ code: 'not_signed_in' });
  });

  it('and the keyring opens before the next start', async () => {
    const { kit, id } = await furnished();
    kit.close();
    let open = false;
    const keyring: Keyring = {
      ...wrappingKeyring,
      unwrap: (wrapped) => (open ? wrappingKeyring.unwrap(wrapped) : Promise.reject(new Error('locked'))),
    };
    const again = await startKeyfob({ folder: kit.folder, keyring });
    await changeServerAddress(again.context, again.session, id, 'https://notes.example/other');
    open = true;
    expect(await again.keys.retry()).toBe(true);
    expect(opened(again, id)).toEqual({ stored: 0, waiting: 0 });
  });

  it.each<[string, SettingChanges, string | undefined]>([
    ['another', { clientSecret: 'secret-2' }, undefined],
    ['none', { clientSecret: '' }, undefined],
  ])('and the secret that %s was entered for is not back', async (_words, change, secret) => {
    const { back, id } = await actedWhileLocked({ clientSecret: 'secret-1' }, ({ context, session }, server) =>
      changeSettings(context, session, server, change),
    );
    expect(back.store.serverSecrets.get(id, 'client_secret')?.reveal()).toBe(secret);
  });

  it.each(harmless)('but not %s', async (field) => {
    const { left } = await actedWhileLocked({}, ({ context, session }, id) =>
      changeSettings(context, session, id, cases[field].change),
    );
    expect(left).toEqual({ stored: 3, waiting: 1 });
  });
});

describe('a sign-out while the keyring is locked', () => {
  it('says that nothing was revoked, and is still in force when the keyring opens', async () => {
    const { left, back, id } = await actedWhileLocked({}, async ({ context, session }, server) => {
      expect(await disconnect(context, session, server)).toBe('failed');
      expect(await disconnect(context, session, server)).toBe('nothing_to_revoke');
    });
    expect(left).toEqual({ stored: 2, waiting: 0 });
    expect(back.view(id).status).toEqual({ state: 'signed_out' });
  });
});

it('an open session is closed with the sign-in it was opened for, and opened again for other headers', async () => {
  const { authorization, server, kit, id, change } = await startRealParts();
  await kit.signIn(id);
  const { list } = toolsOf(kit, id);
  await list();
  await change({ headers: { 'x-team': 'blue' } });
  await list();
  expect(authorization.count('token')).toBe(1);
  const { requests } = server.bearers();
  await change({ scope: 'tools.read' });
  await expect(list()).rejects.toMatchObject({ code: 'not_signed_in' });
  expect(server.bearers().requests).toBe(requests);
});

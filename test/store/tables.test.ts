import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src-main/base/secret.ts';
import { ensureFirst } from '../../src-main/store/first-start.ts';
import { openStore } from '../../src-main/store/store.ts';
import {
  bytesOf,
  furnished,
  now,
  openTemporary,
  registrationFor,
  requestFor,
  temporaryFolder,
  tokensFor,
} from './fixture.ts';

describe('the first start on an empty store', () => {
  it('makes the workspace Personal with one admin, once', () => {
    const database = openTemporary();
    const first = ensureFirst(database, now);
    expect(first.workspace).toMatchObject({ name: 'Personal', createdAt: now });
    expect(first.profile).toMatchObject({ role: 'admin', workspaceId: first.workspace.id });
    expect(ensureFirst(database, now + 1)).toEqual(first);
  });

  it('returns the admin among the profiles', () => {
    const { database, workspace, admin } = furnished();
    expect(ensureFirst(database, now + 1)).toEqual({ workspace, profile: admin });
  });
});

describe('workspaces and profiles', () => {
  it('are found by id and listed by age', () => {
    const { store, workspace, admin, member } = furnished();
    const work = store.workspaces.create({ name: 'Work', now: now + 1 });
    expect(store.workspaces.list()).toEqual([workspace, work]);
    expect(store.workspaces.get(work.id)).toEqual(work);
    expect(store.workspaces.get('none')).toBeUndefined();
    expect(store.profiles.list(workspace.id)).toEqual(expect.arrayContaining([admin, member]));
    expect(store.profiles.list(work.id)).toEqual([]);
    expect(store.profiles.get(member.id)).toEqual(member);
  });
});

describe('servers in the store', () => {
  it('are turned on at first, with an account of one’s own, not probed yet', () => {
    const { store, workspace, server } = furnished();
    expect(server).toEqual({
      id: expect.any(String),
      workspaceId: workspace.id,
      name: 'Notes',
      url: expect.stringContaining('https://notes.example/'),
      account: 'own',
      returnPath: 'automatic',
      grantType: 'authorization_code',
      issuer: null,
      authorizationEndpoint: null,
      tokenEndpoint: null,
      clientId: null,
      clientIssuer: null,
      authenticationMethod: null,
      scope: null,
      sendResource: true,
      offlineAccess: true,
      askConsent: true,
      identityTokenEndpoint: null,
      identityClientId: null,
      note: '',
      callTimeout: null,
      toolPrefix: '',
      assertionFile: null,
      keyPlace: 'bearer',
      keyHeader: null,
      redirectUri: null,
      lateChallenge: null,
      enabled: true,
      requiresSignIn: null,
      createdAt: now,
    });
    expect(store.servers.get(workspace.id, server.id)).toEqual(server);
    expect(store.servers.findByUrl(workspace.id, server.url)).toEqual(server);
    expect(store.servers.list(workspace.id)).toEqual([server]);
  });

  it('are returned by each change as they are then', () => {
    const { store, workspace, server } = furnished();
    const { servers } = store;
    expect(servers.rename(workspace.id, server.id, 'Notebook')).toEqual({ ...server, name: 'Notebook' });
    expect(servers.setEnabled(workspace.id, server.id, false)?.enabled).toBe(false);
    expect(servers.change(workspace.id, server.id, { returnPath: 'loopback' })?.returnPath).toBe('loopback');
    expect(servers.setRequiresSignIn(workspace.id, server.id, true)?.requiresSignIn).toBe(true);
    expect(servers.setRequiresSignIn(workspace.id, server.id, false)?.requiresSignIn).toBe(false);
    expect(servers.setRequiresSignIn(workspace.id, server.id, null)?.requiresSignIn).toBe(null);
    expect(servers.get(workspace.id, server.id)).toEqual({
      ...server,
      name: 'Notebook',
      enabled: false,
      returnPath: 'loopback',
    });
  });

  it('of another workspace are neither seen nor changed nor removed', () => {
    const { store, workspace, server } = furnished();
    const { servers } = store;
    const other = store.workspaces.create({ name: 'Work', now }).id;
    expect(servers.get(other, server.id)).toBeUndefined();
    expect(servers.findByUrl(other, server.url)).toBeUndefined();
    expect(servers.list(other)).toEqual([]);
    expect(servers.rename(other, server.id, 'x')).toBeUndefined();
    expect(servers.setEnabled(other, server.id, false)).toBeUndefined();
    expect(servers.change(other, server.id, { returnPath: 'loopback' })).toBeUndefined();
    expect(servers.setRequiresSignIn(other, server.id, true)).toBeUndefined();
    expect(servers.remove(other, server.id)).toBe(false);
    expect(servers.get(workspace.id, server.id)).toEqual(server);
  });

  it('have a unique address in a workspace, and may have the same one in another', () => {
    const { store, workspace, server } = furnished();
    expect(() => store.servers.insert({ workspaceId: workspace.id, name: 'Again', url: server.url, now })).toThrow(
      expect.objectContaining({ code: 'SQLITE_CONSTRAINT_UNIQUE' }),
    );
    const other = store.workspaces.create({ name: 'Work', now });
    expect(store.servers.insert({ workspaceId: other.id, name: 'Notes', url: server.url, now }).url).toBe(server.url);
  });

  it('are removed with their tokens, requests and activity', () => {
    const { database, store, workspace, admin, server } = furnished();
    const registration = store.clientRegistrations.save(registrationFor(workspace.id));
    store.tokenSets.save(tokensFor(server.id, null, registration.id));
    store.tokenSets.save(tokensFor(server.id, admin.id, registration.id));
    store.authorizationRequests.save(requestFor({ server, admin }, registration.id));
    store.activity.record({
      workspaceId: workspace.id,
      profileId: admin.id,
      serverId: server.id,
      kind: 'connected',
      outcome: 'done',
      subject: null,
      at: now,
    });
    expect(store.servers.remove(workspace.id, server.id)).toBe(true);
    for (const table of ['token_set', 'authorization_request', 'activity']) {
      expect(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
    }
    expect(store.clientRegistrations.byId(registration.id)).toEqual(registration);
  });
});

describe('client registrations', () => {
  it('are found only under their own workspace, issuer and return path', () => {
    const { store, workspace } = furnished();
    const { clientRegistrations } = store;
    const other = store.workspaces.create({ name: 'Work', now });
    const saved = clientRegistrations.save(
      registrationFor(workspace.id, {
        clientSecret: new Secret('s'),
        secretExpiresAt: now + 1,
        tokenEndpointAuthMethod: 'client_secret_basic',
      }),
    );
    const got = clientRegistrations.get(workspace.id, 'https://login.example', 'app_link');
    expect(got).toEqual(saved);
    expect(got?.clientSecret?.reveal()).toBe('s');
    for (const issuer of [
      'https://login.example/',
      'https://LOGIN.example',
      'http://login.example',
      'https://evil.example',
    ]) {
      expect(clientRegistrations.get(workspace.id, issuer, 'app_link')).toBeUndefined();
    }
    expect(clientRegistrations.get(workspace.id, 'https://login.example', 'loopback')).toBeUndefined();
    expect(clientRegistrations.get(other.id, 'https://login.example', 'app_link')).toBeUndefined();
  });

  it('are replaced by the next one, which leaves the earlier one to its tokens', () => {
    const { store, workspace, server } = furnished();
    const { clientRegistrations } = store;
    const first = clientRegistrations.save(registrationFor(workspace.id));
    const second = clientRegistrations.save(registrationFor(workspace.id, { clientId: 'client-2' }));
    expect(clientRegistrations.get(workspace.id, first.issuer, 'app_link')).toEqual(second);
    expect(clientRegistrations.byId(first.id)).toEqual(first);
    store.tokenSets.save(tokensFor(server.id, null, first.id));
    expect(clientRegistrations.sweep()).toBe(0);
    expect(store.tokenSets.get(server.id, null)?.registrationId).toBe(first.id);
    store.tokenSets.remove(server.id, null);
    expect(clientRegistrations.sweep()).toBe(1);
    expect(clientRegistrations.byId(first.id)).toBeUndefined();
    expect(clientRegistrations.byId(second.id)).toEqual(second);
  });

  it('that a person entered are stored beside the others, each under its client id', () => {
    const { store, workspace } = furnished();
    const { clientRegistrations } = store;
    const own = clientRegistrations.save(registrationFor(workspace.id));
    const typed = (clientId: string) =>
      clientRegistrations.save(registrationFor(workspace.id, { kind: 'pre_registered', clientId }));
    const [first, other] = [typed('notes'), typed('calendar')];
    const find = (clientId: string) =>
      clientRegistrations.preregistered(workspace.id, own.issuer, 'app_link', clientId);
    expect(clientRegistrations.get(workspace.id, own.issuer, 'app_link')).toEqual(own);
    expect([find('notes'), find('calendar'), find(own.clientId)]).toEqual([first, other, undefined]);
    const again = typed('notes');
    expect([find('notes'), find('calendar')]).toEqual([again, other]);
    expect(clientRegistrations.forget(other.id, now)).toBe(false);
    expect(clientRegistrations.retirePreregistered(workspace.id, 'calendar', now)).toBe(1);
    expect(find('calendar')).toBeUndefined();
    expect(clientRegistrations.sweep()).toBe(2);
    expect(clientRegistrations.get(workspace.id, own.issuer, 'app_link')).toEqual(own);
  });

  it('are kept while a request waits for the browser', () => {
    const { store, workspace, server, admin } = furnished();
    const { clientRegistrations } = store;
    const registration = clientRegistrations.save(registrationFor(workspace.id));
    store.authorizationRequests.save(requestFor({ server, admin }, registration.id));
    expect(clientRegistrations.forget(registration.id, now)).toBe(true);
    expect(clientRegistrations.forget(registration.id, now)).toBe(false);
    expect(clientRegistrations.get(workspace.id, registration.issuer, 'app_link')).toBeUndefined();
    expect(clientRegistrations.sweep()).toBe(0);
    store.authorizationRequests.take('state-1');
    expect(clientRegistrations.sweep()).toBe(1);
  });

  it('keep the one in use when the next one cannot be saved', () => {
    const { database, store, workspace } = furnished();
    const { clientRegistrations } = store;
    const first = clientRegistrations.save(registrationFor(workspace.id));
    database.exec(`CREATE TEMP TRIGGER full BEFORE INSERT ON main.client_registration
      BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`);
    expect(() => clientRegistrations.save(registrationFor(workspace.id, { clientId: 'client-2' }))).toThrow();
    expect(clientRegistrations.get(workspace.id, first.issuer, 'app_link')).toEqual(first);
  });
});

it('the return path that an issuer accepts is stored per workspace', () => {
  const { store, workspace } = furnished();
  const { issuerReturnPaths } = store;
  expect(issuerReturnPaths.get(workspace.id, 'https://login.example')).toBeUndefined();
  issuerReturnPaths.learn(workspace.id, 'https://login.example', 'loopback', now);
  expect(issuerReturnPaths.get(workspace.id, 'https://login.example')).toBe('loopback');
  issuerReturnPaths.learn(workspace.id, 'https://login.example', 'app_link', now + 1);
  expect(issuerReturnPaths.get(workspace.id, 'https://login.example')).toBe('app_link');
  expect(
    issuerReturnPaths.get(store.workspaces.create({ name: 'Work', now }).id, 'https://login.example'),
  ).toBeUndefined();
});

describe('authorization requests', () => {
  it('are taken once, and are absent for other processes too', () => {
    const file = join(temporaryFolder(), 'keyfob.db');
    const { store, vault, workspace, server, admin } = furnished(file);
    const registration = store.clientRegistrations.save(registrationFor(workspace.id));
    const request = requestFor({ server, admin }, registration.id);
    store.authorizationRequests.save(request);
    const other = openStore({ database: openTemporary(file), vault });
    const taken = other.authorizationRequests.take('state-1');
    expect(taken).toEqual({ ...request, serverUrl: server.url });
    expect(taken?.codeVerifier.reveal()).toBe('verifier-1');
    expect(other.authorizationRequests.take('state-1')).toBeUndefined();
    expect(store.authorizationRequests.take('state-1')).toBeUndefined();
  });

  it('are deleted even if the verifier does not open', () => {
    const { database, store, workspace, server, admin } = furnished();
    const registration = store.clientRegistrations.save(registrationFor(workspace.id));
    store.authorizationRequests.save(requestFor({ server, admin }, registration.id));
    database.exec(`UPDATE authorization_request SET code_verifier = zeroblob(60)`);
    expect(() => store.authorizationRequests.take('state-1')).toThrow(
      expect.objectContaining({ code: 'sealed_value_refused' }),
    );
    expect(store.authorizationRequests.take('state-1')).toBeUndefined();
  });

  it('are removed by slot and by age', () => {
    const { store, workspace, server, admin, member } = furnished();
    const { authorizationRequests } = store;
    const registration = store.clientRegistrations.save(registrationFor(workspace.id));
    const save = (state: string, profileId: string | null, createdAt = now) =>
      authorizationRequests.save(requestFor({ server, admin }, registration.id, { state, profileId, createdAt }));
    save('shared', null);
    save('own', admin.id);
    save('own-2', admin.id);
    save('theirs', member.id, now - 1);
    save('theirs-of-tomorrow', member.id, now + 2);
    expect(authorizationRequests.removeForSlot(server.id, admin.id)).toBe(2);
    expect(authorizationRequests.sweep(now, now + 1)).toBe(2);
    expect(authorizationRequests.take('theirs')).toBeUndefined();
    expect(authorizationRequests.removeForSlot(server.id, null)).toBe(1);
  });

  it('keep metadata unchanged, a member called __proto__ among it', () => {
    const { store, workspace, server, admin } = furnished();
    const registration = store.clientRegistrations.save(registrationFor(workspace.id));
    const authorizationServer = JSON.parse('{"issuer":"https://login.example","__proto__":{"polluted":true}}');
    store.authorizationRequests.save(requestFor({ server, admin }, registration.id, { authorizationServer }));
    const taken = store.authorizationRequests.take('state-1')?.authorizationServer ?? {};
    expect(Object.keys(taken)).toEqual(['issuer', '__proto__']);
    expect(taken['polluted']).toBeUndefined();
  });
});

describe('the stored activity', () => {
  it('is listed by workspace, the newest first, and outlives the profile', () => {
    const { database, store, workspace, admin, member, server } = furnished();
    const entry = { workspaceId: workspace.id, serverId: server.id, kind: 'connected', outcome: 'done', subject: null };
    store.activity.record({ ...entry, profileId: member.id, at: now });
    store.activity.record({ ...entry, profileId: admin.id, at: now + 1 });
    store.activity.record({ ...entry, profileId: null, at: now - 1 });
    database.prepare('DELETE FROM profile WHERE id = ?').run(member.id);
    const all = store.activity.list({ workspaceId: workspace.id, limit: 10 });
    expect(all.map(({ profileId, at }) => [profileId, at])).toEqual([
      [null, now - 1],
      [admin.id, now + 1],
      [null, now],
    ]);
    expect(store.activity.list({ workspaceId: workspace.id, limit: 1 })).toHaveLength(1);
    expect(store.activity.list({ workspaceId: workspace.id, limit: 9, before: all[0]?.id })).toEqual(all.slice(1));
    expect(store.activity.list({ workspaceId: 'another', limit: 10 })).toEqual([]);
  });

  it('is found by its server, by its person, and by both', () => {
    const { store, workspace, admin, member, server } = furnished();
    const other = store.servers.insert({ workspaceId: workspace.id, name: 'B', url: 'https://b.example', now });
    for (const serverId of [server.id, other.id])
      for (const profileId of [admin.id, member.id])
        store.activity.record({
          workspaceId: workspace.id,
          serverId,
          profileId,
          kind: 'called',
          outcome: 'done',
          subject: null,
          at: now,
        });
    const count = (by: { serverId?: string; profileId?: string }) =>
      store.activity.list({ workspaceId: workspace.id, limit: 10, ...by }).length;
    expect([count({}), count({ serverId: server.id }), count({ profileId: member.id })]).toEqual([4, 2, 2]);
    expect(count({ serverId: server.id, profileId: member.id })).toBe(1);
  });

  it('is swept by age, and by number in each workspace', () => {
    const { store, workspace } = furnished();
    const elsewhere = store.workspaces.create({ name: 'Work', now });
    const entry = { serverId: null, profileId: null, kind: 'removed', outcome: 'done', subject: 'Notes' };
    for (let age = 9; age >= 0; age--) {
      for (const { id: workspaceId } of [workspace, elsewhere])
        store.activity.record({ ...entry, workspaceId, at: now - age });
    }
    store.activity.sweep(now - 7, 5);
    for (const { id: workspaceId } of [workspace, elsewhere]) {
      const left = store.activity.list({ workspaceId, limit: 20 });
      expect(left.map(({ at }) => now - at)).toEqual([0, 1, 2, 3, 4]);
    }
    store.activity.sweep(now - 2, 5);
    expect(store.activity.list({ workspaceId: workspace.id, limit: 20 })).toHaveLength(3);
  });
});

it('a transaction that throws is undone, with what is nested in it', () => {
  const { store, workspace } = furnished();
  expect(() =>
    store.transaction(() => {
      store.workspaces.create({ name: 'Work', now });
      store.clientRegistrations.save(registrationFor(workspace.id));
      throw new Error('changed my mind');
    }),
  ).toThrow('changed my mind');
  expect(store.workspaces.list()).toEqual([workspace]);
  expect(store.clientRegistrations.get(workspace.id, 'https://login.example', 'app_link')).toBeUndefined();
});

it('the store writes no secret into the file, its log or its index', () => {
  const file = join(temporaryFolder(), 'keyfob.db');
  const { database, store, workspace, server, admin } = furnished(file);
  const canary = (name: string) => new Secret(`canary-${name}-8c1f`);
  const registration = store.clientRegistrations.save(
    registrationFor(workspace.id, { clientSecret: canary('client-secret') }),
  );
  store.authorizationRequests.save(
    requestFor({ server, admin }, registration.id, { codeVerifier: canary('code-verifier') }),
  );
  const saved = store.tokenSets.save(
    tokensFor(server.id, null, registration.id, { accessToken: canary('access'), refreshToken: canary('refresh') }),
  );
  store.tokenSets.replaceTokens(saved.id, canary('refresh'), {
    accessToken: canary('access-2'),
    refreshToken: canary('refresh-2'),
    scope: 'read',
    issuedAt: now,
  });
  const look = () => {
    const bytes = bytesOf(file);
    expect(bytes.includes('https://login.example')).toBe(true);
    for (const form of [
      'canary-',
      Buffer.from('canary-').toString('base64').slice(0, 8),
      Buffer.from('canary-').toString('hex'),
    ]) {
      expect(bytes.includes(form)).toBe(false);
    }
  };
  look();
  database.pragma('wal_checkpoint(TRUNCATE)');
  look();
  database.close();
  look();
});

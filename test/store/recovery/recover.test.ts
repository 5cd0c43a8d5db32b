import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openVaultedStore, type OpenedStore } from '../../../src-main/app/open-vaulted-store.ts';
import { Secret } from '../../../src-main/base/secret.ts';
import { savedTables } from '../../../src-main/store/recovery/copy-rows.ts';
import { StoreError } from '../../../src-main/store/errors.ts';
import { wrappingKeyring } from '../../support/wrapping-keyring.ts';
import { breakPage, treesOf } from '../broken-page.ts';
import { openTemporary, registrationFor, requestFor, temporaryFolder, tokensFor } from '../fixture.ts';

const root = join(import.meta.dirname, '../../..');
const name = 'keyfob.sqlite';
const at = Date.parse('2026-05-03T14:05:00Z');
const open = (folder: string) => openVaultedStore({ folder, root, keyring: wrappingKeyring, now: () => at });

/** Two workspaces with people, servers, settings and sign-ins in them; closed. */
async function furnish(folder: string) {
  const opened = await open(folder);
  const { store, first } = opened;
  const { id: home } = first.workspace;
  const mai = store.profiles.create({ workspaceId: home, name: 'Mai', role: 'member', now: at + 1 });
  store.profiles.use(first.profile.id, at);
  const work = store.workspaces.create({ name: 'Work', now: at + 1 });
  const boss = store.profiles.create({ workspaceId: work.id, name: 'Boss', role: 'admin', now: at + 2 });
  for (const [workspaceId, person, count] of [
    [home, first.profile.id, 5],
    [work.id, boss.id, 3],
  ] as const) {
    const registration = store.clientRegistrations.save(registrationFor(workspaceId));
    for (let number = 0; number < count; number += 1) {
      const url = `https://s${number}.example/mcp`;
      const { id } = store.servers.insert({ workspaceId, name: `Server ${number}`, url, now: number });
      store.servers.change(workspaceId, id, { note: `note ${number}`, scope: 'read', toolPrefix: 'mine' });
      store.serverSecrets.save(id, 'headers', new Secret(`header of ${number}`), at);
      for (const profileId of number === 0 ? [person, null, ...(workspaceId === home ? [mai.id] : [])] : [person]) {
        store.tokenSets.save(
          tokensFor(id, profileId, registration.id, {
            resource: url,
            expiresAt: at + 3_600_000,
            accessToken: new Secret(`access ${id} ${profileId}`),
          }),
        );
      }
      store.activity.record({
        workspaceId,
        profileId: person,
        serverId: id,
        kind: 'signed_in',
        subject: null,
        outcome: 'done',
        at,
      });
    }
  }
  const all = inventory(opened);
  opened.close();
  return all;
}

/** Over all workspaces. A value that cannot be decrypted is undefined. */
function inventory({ store }: Pick<OpenedStore, 'store'>) {
  const workspaces = store.workspaces.list();
  const servers = workspaces.flatMap(({ id }) => store.servers.list(id));
  const profiles = workspaces.flatMap(({ id }) => store.profiles.list(id));
  const opened = <T>(read: () => T) => {
    try {
      return read();
    } catch (error) {
      if (error instanceof StoreError && error.code === 'sealed_value_refused') return undefined;
      throw error;
    }
  };
  return {
    workspaces,
    profiles,
    servers,
    secrets: servers.flatMap(({ id }) => opened(() => store.serverSecrets.get(id, 'headers'))?.reveal() ?? []),
    tokens: servers.flatMap(({ id }) =>
      [null, ...profiles.map((profile) => profile.id)].flatMap((profileId) => {
        const tokens = opened(() => store.tokenSets.get(id, profileId));
        return tokens ? [{ access: tokens.accessToken.reveal(), renewable: tokens.refreshToken !== undefined }] : [];
      }),
    ),
    activity: workspaces.flatMap(({ id }) => store.activity.list({ workspaceId: id, limit: 100 })).length,
  };
}

const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).toSorted();
const besidesTokens = ({ workspaces, profiles, servers, secrets }: ReturnType<typeof inventory>) => ({
  workspaces,
  profiles,
  servers,
  secrets,
});

/** A sound database in a folder of its own, and with `backUp` the same as its backup. */
async function scene({ backUp = false } = {}) {
  const folder = temporaryFolder();
  const before = await furnish(folder);
  const file = join(folder, name);
  if (backUp) {
    const opened = await open(folder);
    await opened.backUp();
    opened.close();
  }
  const tree = (wanted: string) => treesOf(file).find((found) => found.name === wanted)?.page ?? 0;
  return { folder, file, before, breakTree: (wanted: string) => breakPage(file, tree(wanted)) };
}

async function recovered(folder: string) {
  const opened = await open(folder);
  expect(opened.recovery).toBeDefined();
  const after = inventory(opened);
  opened.close();
  return after;
}

it('the recovery knows every table of the schema but the one that is useless after a restart', () => {
  const tables = openTemporary()
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .pluck()
    .all();
  expect(new Set<unknown>([...savedTables, 'renewal_lease'])).toEqual(new Set(tables));
});

describe('a table made unreadable by one bit, without a backup,', () => {
  it('of the workspaces costs their names and nothing else', async () => {
    const { folder, before, breakTree } = await scene();
    breakTree('workspace');
    const after = await recovered(folder);
    expect(ids(after.workspaces)).toEqual(ids(before.workspaces));
    expect(after.workspaces.map((workspace) => workspace.name)).toEqual(['Personal', 'Personal 2']);
    const { workspaces: _, ...rest } = before;
    for (const [kind, rows] of Object.entries(rest)) expect(after, kind).toHaveProperty(kind, rows);
  });

  it('of the profiles costs their names and roles, and no sign-in; each workspace has one admin', async () => {
    const { folder, before, breakTree } = await scene();
    breakTree('profile');
    const after = await recovered(folder);
    expect(ids(after.profiles)).toEqual(ids(before.profiles));
    for (const { id } of after.workspaces) {
      const people = after.profiles.filter(({ workspaceId }) => workspaceId === id);
      expect(people.filter(({ role }) => role === 'admin')).toHaveLength(1);
      expect(people[0]).toMatchObject({ name: 'Me', role: 'admin' });
    }
    const admins = (rows: typeof before.profiles) => ids(rows.filter(({ role }) => role === 'admin'));
    expect(admins(after.profiles)).toEqual(admins(before.profiles));
    expect({ ...after, profiles: [], tokens: [] }).toEqual({ ...before, profiles: [], tokens: [] });
    expect(after.tokens.map(({ access }) => access).toSorted()).toEqual(
      before.tokens.map(({ access }) => access).toSorted(),
    );
  });

  it('of the registrations leaves every token good until it ends, and nothing to renew it with', async () => {
    const { folder, before, breakTree } = await scene();
    breakTree('client_registration');
    const after = await recovered(folder);
    expect(besidesTokens(after)).toEqual(besidesTokens(before));
    expect(before.tokens.every(({ renewable }) => renewable)).toBe(true);
    expect(after.tokens).toEqual(before.tokens.map(({ access }) => ({ access, renewable: false })));
  });

  it('of the registrations loses what Keyfob can restore automatically', async () => {
    const folder = temporaryFolder();
    const opened = await open(folder);
    const { store, first } = opened;
    const workspaceId = first.workspace.id;
    const registration = store.clientRegistrations.save(registrationFor(workspaceId));
    const { id } = store.servers.insert({ workspaceId, name: 'Robot', url: 'https://robot.example', now: at });
    store.tokenSets.save(tokensFor(id, null, registration.id, { grantType: 'client_credentials' }));
    opened.close();
    const file = join(folder, name);
    breakPage(file, treesOf(file).find((tree) => tree.name === 'client_registration')?.page ?? 0);
    const after = await recovered(folder);
    expect(after.servers).toHaveLength(1);
    expect(after.tokens).toEqual([]);
  });

  it('costs no row of other tables, whichever table it is', { timeout: 120_000 }, async () => {
    const template = await scene();
    const trees = treesOf(template.file);
    expect(new Set(trees.map(({ table }) => table)).size).toBeGreaterThan(savedTables.length);
    const bytes = readFileSync(template.file);
    const { before } = template;
    for (const { name: tree, table, page } of trees) {
      const folder = temporaryFolder();
      const file = join(folder, name);
      writeFileSync(file, bytes);
      breakPage(file, page);
      const damaged = readFileSync(file);
      const opened = await open(folder);
      const after = inventory(opened);
      opened.close();
      if (tree !== 'sqlite_sequence')
        expect(readFileSync(opened.recovery?.file ?? '').equals(damaged), tree).toBe(true);
      // An index only says where a row is, and can be made again.
      const lost = tree === table ? [table, ...(dependents[table] ?? [])] : [];
      for (const kind of ['workspaces', 'profiles', 'servers', 'secrets', 'tokens', 'activity'] as const) {
        if (!lost.includes(tableOf[kind])) expect(after[kind], `${kind} without ${tree}`).toEqual(before[kind]);
      }
    }
  });
});

const tableOf = {
  workspaces: 'workspace',
  profiles: 'profile',
  servers: 'server',
  secrets: 'server_secret',
  tokens: 'token_set',
  activity: 'activity',
} as const;

/** The tables whose rows refer to this table. */
const dependents: Record<string, string[]> = {
  server: ['server_secret', 'token_set', 'activity'],
  // In another order, or without a refresh token: the tests above check these in detail.
  profile: ['token_set'],
  client_registration: ['token_set'],
  data_key: ['server_secret', 'token_set'],
};

describe('a recovery with a backup', () => {
  /** Changes the database after its backup was made. */
  const later = async (folder: string, change: (opened: OpenedStore, workspaceId: string) => void) => {
    const opened = await open(folder);
    change(opened, opened.first.workspace.id);
    opened.close();
  };
  const firstServer = ({ store }: OpenedStore, workspaceId: string) => store.servers.list(workspaceId)[0]?.id ?? '';
  const ofFirst = (after: ReturnType<typeof inventory>, { servers }: ReturnType<typeof inventory>) =>
    after.tokens.filter(({ access }) => access.includes(servers[0]?.id ?? 'none'));

  it.each(['workspace', 'profile', 'server', 'client_registration', 'data_key', 'server_secret', 'token_set'])(
    'loses nothing where %s cannot be read',
    async (table) => {
      const { folder, before, breakTree } = await scene({ backUp: true });
      breakTree(table);
      expect(await recovered(folder)).toEqual(before);
    },
  );

  it('restores no purged token beside a newer address', async () => {
    const { folder, before, breakTree } = await scene({ backUp: true });
    await later(folder, (opened, workspaceId) => {
      const id = firstServer(opened, workspaceId);
      opened.store.tokenSets.removeAllOf(id);
      opened.store.servers.setUrl(workspaceId, id, 'https://elsewhere.example/mcp');
    });
    breakTree('token_set');
    const after = await recovered(folder);
    expect(after.servers[0]?.url).toBe('https://elsewhere.example/mcp');
    expect(ofFirst(before, before)).toHaveLength(3);
    expect(ofFirst(after, before)).toEqual([]);
    expect(after.tokens).toHaveLength(before.tokens.length - 3);
  });

  it.each([
    ['scope', { scope: 'write' }],
    ['client id', { clientId: 'another' }],
    ['account', { account: 'shared' }],
    ['token endpoint', { tokenEndpoint: 'https://elsewhere.example/token' }],
  ] as const)('restores no purged token beside another %s', async (_name, settings) => {
    const { folder, before, breakTree } = await scene({ backUp: true });
    await later(folder, (opened, workspaceId) => {
      const id = firstServer(opened, workspaceId);
      opened.store.tokenSets.removeAllOf(id);
      opened.store.servers.change(workspaceId, id, settings);
    });
    breakTree('token_set');
    expect(ofFirst(await recovered(folder), before)).toEqual([]);
  });

  it('keeps a token although a name, a note or being off has changed', async () => {
    const { folder, before, breakTree } = await scene({ backUp: true });
    await later(folder, (opened, workspaceId) => {
      const id = firstServer(opened, workspaceId);
      opened.store.servers.rename(workspaceId, id, 'Renamed');
      opened.store.servers.change(workspaceId, id, { note: 'new', callTimeout: 5000 });
      opened.store.servers.setEnabled(workspaceId, id, false);
    });
    breakTree('token_set');
    const after = await recovered(folder);
    expect(after.tokens).toEqual(before.tokens);
    expect(after.servers[0]).toMatchObject({ name: 'Renamed', enabled: false });
  });

  it('sends no secret for a newer address to the one before it', async () => {
    const { folder, before, breakTree } = await scene({ backUp: true });
    await later(folder, (opened, workspaceId) => {
      const { store } = opened;
      const id = firstServer(opened, workspaceId);
      store.tokenSets.removeAllOf(id);
      store.servers.setUrl(workspaceId, id, 'https://elsewhere.example/mcp');
      store.serverSecrets.save(id, 'headers', new Secret('for elsewhere'), at);
      const { id: registrationId } = store.clientRegistrations.save(registrationFor(workspaceId));
      store.tokenSets.save(
        tokensFor(id, null, registrationId, {
          resource: 'https://elsewhere.example/mcp',
          accessToken: new Secret(`for elsewhere ${id}`),
        }),
      );
    });
    breakTree('server');
    const after = await recovered(folder);
    expect(after.servers).toEqual(before.servers);
    expect(after.secrets).toEqual(before.secrets.slice(1));
    expect(ofFirst(after, before)).toEqual([]);
    expect(after.tokens).toHaveLength(before.tokens.length - 3);
  });

  it('keeps tokens renewed since where only the server comes from the backup', async () => {
    const { folder, breakTree } = await scene({ backUp: true });
    await later(folder, (opened, workspaceId) => {
      const { tokenSets } = opened.store;
      const id = firstServer(opened, workspaceId);
      const tokens = tokenSets.get(id, null);
      tokenSets.replaceTokens(tokens?.id ?? '', tokens?.refreshToken, {
        accessToken: new Secret('renewed'),
        refreshToken: new Secret('refresh-2'),
        scope: 'read',
        issuedAt: at,
      });
    });
    breakTree('server');
    const after = await recovered(folder);
    expect(after.tokens.map(({ access }) => access)).toContain('renewed');
  });

  it('restores nothing that was deleted since from tables that can be read', async () => {
    const { folder, before, breakTree } = await scene({ backUp: true });
    await later(folder, (opened, workspaceId) =>
      opened.store.servers.remove(workspaceId, firstServer(opened, workspaceId)),
    );
    breakTree('activity');
    const after = await recovered(folder);
    expect(after.servers).toEqual(before.servers.slice(1));
    expect(after.tokens).toHaveLength(before.tokens.length - 3);
  });

  it('restores no pending sign-in that was answered, nor an address that is not allowed any more', async () => {
    const folder = temporaryFolder();
    await furnish(folder);
    await later(folder, (opened, workspaceId) => {
      const { store, first } = opened;
      const server = store.servers.list(workspaceId)[0];
      const registration = store.clientRegistrations.get(workspaceId, 'https://login.example', 'app_link');
      if (!server || !registration) throw new Error('the scene has both');
      store.authorizationRequests.save(requestFor({ server, admin: first.profile }, registration.id));
      store.allowedOrigins.add({
        workspaceId,
        origin: 'https://box.home.example',
        allowedBy: first.profile.id,
        allowedAt: at,
      });
    });
    const opened = await open(folder);
    await opened.backUp();
    opened.close();
    await later(folder, ({ store }, workspaceId) => {
      expect(store.authorizationRequests.take('state-1')).toBeDefined();
      store.allowedOrigins.remove(workspaceId, 'https://box.home.example');
    });
    const file = join(folder, name);
    for (const { name: tree, page } of treesOf(file))
      if (tree === 'authorization_request' || tree === 'allowed_origin') breakPage(file, page);
    await recovered(folder);
    await later(folder, ({ store }, workspaceId) => {
      expect(store.authorizationRequests.take('state-1')).toBeUndefined();
      expect(store.allowedOrigins.list(workspaceId)).toEqual([]);
    });
  });
});

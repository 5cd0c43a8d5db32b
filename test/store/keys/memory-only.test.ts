import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src-main/base/secret.ts';
import type { Database } from '../../../src-main/store/database.ts';
import { keepSecretsInMemory } from '../../../src-main/store/keys/memory-only.ts';
import { sealedTables } from '../../../src-main/store/keys/sealed-columns.ts';
import { openStore } from '../../../src-main/store/store.ts';
import { Vault } from '../../../src-main/store/keys/vault.ts';
import {
  bytesOf,
  furnished,
  listKeyFor,
  now,
  openTemporary,
  registrationFor,
  requestFor,
  temporaryFolder,
  tokensFor,
} from '../fixture.ts';

/** The secrets of settings, registrations, requests, tokens. */
const tables = sealedTables;
const temporaryFile = () => join(temporaryFolder(), 'keyfob.db');
const count = (database: Database, table: string) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get();

/** Signs in, leaves a request waiting, and returns the sealed bytes of both. */
function use({ database, store, workspace, server, admin }: ReturnType<typeof furnished>) {
  const registration = store.clientRegistrations.save(
    registrationFor(workspace.id, { clientId: 'canary-client', clientSecret: new Secret('canary-secret') }),
  );
  const tokens = store.tokenSets.save(tokensFor(server.id, null, registration.id, { scope: 'canary-scope' }));
  store.tokenSets.save(tokensFor(server.id, admin.id, registration.id));
  store.authorizationRequests.save(requestFor({ server, admin }, registration.id));
  store.serverSecrets.save(server.id, 'client_secret', new Secret('canary-typed'), now);
  store.certificateAuthorities.add({ id: '0A', certificate: 'canary-authority', addedAt: now });
  store.listCache.save(listKeyFor(server.id, null), 'canary-list', now);
  const ofTool = { profileId: admin.id, serverId: server.id, tool: 'tool' };
  store.toolInputs.save({ id: 'input', kind: 'last', savedAt: now, ...ofTool }, 'canary-input');
  const sealed = [
    'SELECT access_token FROM token_set',
    'SELECT refresh_token FROM token_set',
    'SELECT client_secret FROM client_registration',
    'SELECT value FROM server_secret',
    'SELECT code_verifier FROM authorization_request',
    'SELECT certificate FROM certificate_authority',
    'SELECT value FROM list_cache',
    'SELECT value FROM tool_input',
  ].flatMap((sql) => database.prepare<[], Buffer>(sql).pluck().all());
  return { registration, tokens, sealed };
}

describe('the storage without a keyring', () => {
  it('works as with one', () => {
    const kit = furnished(temporaryFile(), undefined, keepSecretsInMemory);
    const { store, workspace, server, admin } = kit;
    const { registration, tokens } = use(kit);
    expect(store.clientRegistrations.get(workspace.id, registration.issuer, 'app_link')).toEqual(registration);
    expect(store.tokenSets.get(server.id, null)).toEqual(tokens);
    expect(store.tokenSets.save({ ...tokens, scope: 'write' }).id).toBe(tokens.id);
    expect(store.tokenSets.factsInUse(workspace.id, admin.id).own.size).toBe(1);
    expect(store.authorizationRequests.take('state-1')?.initiatorId).toBe(admin.id);
    expect(store.authorizationRequests.take('state-1')).toBeUndefined();
    expect(store.tokenSets.end(tokens.id, tokens.refreshToken, 'refresh_refused', now)).toBe(true);
    expect(store.tokenSets.facts(server.id, null)?.endReason).toBe('refresh_refused');
  });

  it('writes nothing of a secret to the disk, not even sealed', () => {
    const file = temporaryFile();
    const kit = furnished(file, undefined, keepSecretsInMemory);
    const { sealed } = use(kit);
    expect(sealed).toHaveLength(10);
    const look = () => {
      const bytes = bytesOf(file);
      expect(bytes.includes(kit.server.url)).toBe(true);
      for (const blob of sealed) {
        expect(bytes.includes(blob)).toBe(false);
        expect(bytes.includes(blob.subarray(17, 33))).toBe(false); // the nonce and the first bytes of ciphertext
      }
      expect(bytes.includes('canary-')).toBe(false);
    };
    look();
    kit.database.pragma('wal_checkpoint(TRUNCATE)');
    look();
    kit.database.close();
    look();
  });

  it('writes to the disk where the same steps are taken with a keyring, so that the search above would find it', () => {
    const file = temporaryFile();
    const { sealed } = use(furnished(file));
    const bytes = bytesOf(file);
    for (const blob of sealed) expect(bytes.includes(blob)).toBe(true);
    expect(bytes.includes('canary-')).toBe(true);
  });

  it('is empty after the end of the run', () => {
    const file = temporaryFile();
    const kit = furnished(file, undefined, keepSecretsInMemory);
    use(kit);
    kit.database.close();
    const database = openTemporary(file);
    for (const table of tables) expect(count(database, table)).toBe(0);
    expect(openStore({ database, vault: kit.vault }).servers.list(kit.workspace.id)).toEqual([kit.server]);
  });

  it('serves statements that were prepared before', () => {
    const kit = furnished();
    keepSecretsInMemory(kit.database);
    use(kit);
    for (const table of tables) {
      expect(count(kit.database, `main.${table}`)).toBe(0);
      expect(count(kit.database, `temp.${table}`)).toBeGreaterThan(0);
    }
  });
});

describe('the rows of an earlier run with a keyring', () => {
  const rowsOnDisk = (database: Database) =>
    [...tables, 'data_key'].map((table) => database.prepare(`SELECT * FROM main.${table} ORDER BY 1`).all());

  it('are not read and not changed, and are back with the keyring', () => {
    const file = temporaryFile();
    const vault = Vault.withFreshKey();
    const earlier = furnished(file, vault);
    const { registration, tokens } = use(earlier);
    const { workspace, admin, server } = earlier;
    const before = rowsOnDisk(earlier.database);
    earlier.database.close();

    const database = openTemporary(file);
    keepSecretsInMemory(database);
    const store = openStore({ database, vault: Vault.withFreshKey() });
    expect(store.tokenSets.get(server.id, null)).toBeUndefined();
    expect(store.tokenSets.factsInUse(workspace.id, admin.id).own.size).toBe(0);
    expect(store.clientRegistrations.get(workspace.id, registration.issuer, 'app_link')).toBeUndefined();
    expect(store.authorizationRequests.take('state-1')).toBeUndefined();
    const other = store.clientRegistrations.save(registrationFor(workspace.id, { clientId: 'client-of-this-run' }));
    store.tokenSets.save(tokensFor(server.id, null, other.id, { accessToken: new Secret('of this run') }));
    store.clientRegistrations.forget(other.id, now);
    store.clientRegistrations.sweep();
    store.authorizationRequests.sweep(now - 1, now + 1);
    expect(rowsOnDisk(database)).toEqual(before);
    database.close();

    const back = openTemporary(file);
    expect(rowsOnDisk(back)).toEqual(before);
    expect(openStore({ database: back, vault }).tokenSets.get(server.id, null)).toEqual(tokens);
  });

  it('are deleted where they were removed meanwhile, though none of them was read', () => {
    const file = temporaryFile();
    const earlier = furnished(file);
    const { workspace, server, admin, member } = earlier;
    const { registration } = use(earlier);
    earlier.store.clientRegistrations.save(
      registrationFor(workspace.id, { kind: 'pre_registered', clientId: 'typed', clientSecret: new Secret('typed') }),
    );
    earlier.store.tokenSets.save(tokensFor(server.id, member.id, registration.id));
    for (const kind of ['client_secret', 'id_token', 'headers'] as const)
      earlier.store.serverSecrets.save(server.id, kind, new Secret(kind), now);
    earlier.database.close();

    const database = openTemporary(file);
    keepSecretsInMemory(database);
    const store = openStore({ database, vault: Vault.withFreshKey() });
    const left = (table: string) => count(database, `main.${table}`);
    expect(store.serverSecrets.isStored(server.id, 'client_secret')).toBe(true);
    expect(store.serverSecrets.remove(server.id, 'client_secret')).toBe(true);
    store.serverSecrets.save(server.id, 'headers', new Secret('{}'), now);
    expect(database.prepare('SELECT kind FROM main.server_secret').pluck().all()).toEqual(['id_token']);
    expect(store.tokenSets.countSignIns(server.id)).toBe(3);
    expect(store.tokenSets.isOutOfReach(server.id, admin.id)).toBe(true);
    expect(store.tokenSets.remove(server.id, admin.id)).toBe(true);
    expect(store.tokenSets.remove(server.id, admin.id)).toBe(false);
    expect(store.tokenSets.isOutOfReach(server.id, admin.id)).toBe(false);
    expect(left('token_set')).toBe(2);
    expect(store.tokenSets.removeAllOf(server.id)).toBe(2);
    expect(left('token_set')).toBe(0);
    expect(store.authorizationRequests.removeForSlot(server.id, admin.id)).toBe(1);
    expect(left('authorization_request')).toBe(0);
    store.clientRegistrations.retirePreregistered(workspace.id, 'typed', now);
    expect(store.clientRegistrations.sweep()).toBe(1);
    expect(left('client_registration')).toBe(1);
  });

  it('are deleted with their server, if that is removed meanwhile', () => {
    const file = temporaryFile();
    const earlier = furnished(file);
    use(earlier);
    earlier.database.close();
    const database = openTemporary(file);
    keepSecretsInMemory(database);
    openStore({ database, vault: Vault.withFreshKey() }).servers.remove(earlier.workspace.id, earlier.server.id);
    expect(count(database, 'main.token_set')).toBe(0);
  });
});

describe('the temporary tables', () => {
  it.each(tables)('have the columns, checks and indexes of %s', (table) => {
    const database = openTemporary();
    keepSecretsInMemory(database);
    const shape = (schema: string) => ({
      columns: database.pragma(`${schema}.table_xinfo(${table})`),
      indexes: (database.pragma(`${schema}.index_list(${table})`) as { name: string }[]).map((index) => [
        index,
        database.pragma(`${schema}.index_xinfo(${index.name})`),
      ]),
    });
    expect(shape('temp')).toEqual(shape('main'));
    const checks = (schema: string) =>
      (database.prepare(`SELECT sql FROM ${schema}.sqlite_schema WHERE name = ?`).pluck().get(table) as string).match(
        /CHECK|STRICT|WITHOUT ROWID|NOT NULL/g,
      );
    expect(checks('temp')).toEqual(checks('main'));
    expect(database.pragma(`temp.foreign_key_list(${table})`)).toEqual([]);
  });

  it('keep a check in force', () => {
    const kit = furnished(undefined, undefined, keepSecretsInMemory);
    use(kit);
    expect(() => kit.database.exec('UPDATE token_set SET ended_at = 1')).toThrow(/CHECK/);
  });

  it.each([
    ['server', ({ server }: ReturnType<typeof furnished>) => server.id, [0, 1, 0, 0, 0, 0, 1]],
    ['workspace', ({ workspace }: ReturnType<typeof furnished>) => workspace.id, [0, 0, 0, 0, 0, 0, 1]],
    ['profile', ({ admin }: ReturnType<typeof furnished>) => admin.id, [1, 1, 0, 1, 1, 0, 1]],
  ])('follow the deletion of a %s as those on the disk do', (table, idOf, left) => {
    for (const prepare of [keepSecretsInMemory, () => undefined]) {
      const kit = furnished(undefined, undefined, prepare);
      use(kit);
      kit.database.prepare(`DELETE FROM ${table} WHERE id = ?`).run(idOf(kit));
      expect(tables.map((name) => count(kit.database, name))).toEqual(left);
    }
  });

  it('follow the deletion of a registration', () => {
    const kit = furnished(undefined, undefined, keepSecretsInMemory);
    use(kit);
    kit.database.exec('DELETE FROM client_registration');
    expect(tables.map((name) => count(kit.database, name))).toEqual([1, 0, 0, 0, 1, 1, 1]);
  });

  it('refuse rows without the row they point to', () => {
    const kit = furnished(undefined, undefined, keepSecretsInMemory);
    const { registration } = use(kit);
    const { tokenSets, clientRegistrations } = kit.store;
    expect(() => tokenSets.save(tokensFor('no-server', null, registration.id))).toThrow('FOREIGN KEY');
    expect(() => tokenSets.save(tokensFor(kit.server.id, 'no-profile', registration.id))).toThrow('FOREIGN KEY');
    expect(() => tokenSets.save(tokensFor(kit.server.id, null, 'no-registration'))).toThrow('FOREIGN KEY');
    expect(() => clientRegistrations.save(registrationFor('no-workspace'))).toThrow('FOREIGN KEY');
  });

  it('are refused where temporary tables would go to the disk', () => {
    const database = openTemporary();
    database.pragma('temp_store = FILE');
    expect(() => keepSecretsInMemory(database)).toThrow('written to the disk');
  });
});

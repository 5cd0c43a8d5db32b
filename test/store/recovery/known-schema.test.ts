import { expect, it } from 'vitest';
import { Vault } from '../../../src-main/store/keys/vault.ts';
import { assertSound } from '../../../src-main/store/recovery/damage.ts';
import { isKnownSchema, schemaDigest } from '../../../src-main/store/recovery/known-schema.ts';
import { prepareAll } from '../../../src-main/store/sql.ts';
import { openStore } from '../../../src-main/store/store.ts';
import { openTemporary } from '../fixture.ts';

it('the known schema is that of the newest migration', () => {
  const database = openTemporary();
  expect(schemaDigest(database), 'A new migration changed the schema: write this digest into known-schema.ts.').toBe(
    '9bd21fe9e555d245f15e654520931ed78f8a56ee5c68a5e475efa12871bdd06d',
  );
  expect(isKnownSchema(database)).toBe(true);
});

it('the known schema is not that of a database with one letter changed', () => {
  const database = openTemporary();
  database.exec('ALTER TABLE server RENAME COLUMN note TO nota');
  expect(isKnownSchema(database)).toBe(false);
});

it('every statement of the store fits the newest schema', () => {
  const database = openTemporary();
  openStore({ database, vault: Vault.withFreshKey() });
  expect(() => prepareAll(database)).not.toThrow();
});

it('a database with a table of another program beside Keyfob’s is sound', () => {
  const database = openTemporary();
  database.exec('CREATE TABLE notes_of_another_program (text TEXT)');
  expect(() => assertSound(database, false)).not.toThrow();
});

it('a database without a column that the store uses is damaged', () => {
  const database = openTemporary();
  database.exec('ALTER TABLE server RENAME COLUMN note TO nota');
  expect(() => assertSound(database, false)).toThrow(expect.objectContaining({ code: 'storage_failed' }) as Error);
});

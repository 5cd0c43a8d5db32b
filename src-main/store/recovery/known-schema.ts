import { createHash } from 'node:crypto';
import type { Database } from '../database.ts';

/** SHA-256 of the newest schema; `test/store/recovery/known-schema.test.ts` prints that of a new migration. */
const newest = '9bd21fe9e555d245f15e654520931ed78f8a56ee5c68a5e475efa12871bdd06d';

/** Whether tables, columns and indices are, to the letter, those that the statements were tested with. */
export function isKnownSchema(database: Database): boolean {
  return schemaDigest(database) === newest;
}

/** SHA-256, in hexadecimal, of all that `sqlite_schema` holds of tables, indices and triggers. */
export function schemaDigest(database: Database): string {
  const rows = database.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').raw().all();
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
}

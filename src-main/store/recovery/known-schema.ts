import { createHash } from 'node:crypto';
import type { Database } from '../database.ts';

/** SHA-256 of the newest schema; `test/store/recovery/known-schema.test.ts` prints that of a new migration. */
const newest = 'bf5f2b6275758fd73da6cdf62584b08ea45458964a670ad890afea2c6204485c';

/** Whether tables, columns and indices are, to the letter, those that the statements were tested with. */
export function isKnownSchema(database: Database): boolean {
  return schemaDigest(database) === newest;
}

/** SHA-256, in hexadecimal, of all that `sqlite_schema` holds of tables, indices and triggers. */
export function schemaDigest(database: Database): string {
  const rows = database.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').raw().all();
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
}

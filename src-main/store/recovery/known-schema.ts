import { createHash } from 'node:crypto';
import type { Database } from '../database.ts';

/** SHA-256 of the newest schema; `test/store/recovery/known-schema.test.ts` prints that of a new migration. */
const newest = '5747acbb352a6533a60cccb58219f753b94e1b46c738ffe383c668b71ce82d53';

/** Whether tables, columns and indices are, to the letter, those that the statements were tested with. */
export function isKnownSchema(database: Database): boolean {
  return schemaDigest(database) === newest;
}

/** SHA-256, in hexadecimal, of all that `sqlite_schema` holds of tables, indices and triggers. */
export function schemaDigest(database: Database): string {
  const rows = database.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').raw().all();
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
}

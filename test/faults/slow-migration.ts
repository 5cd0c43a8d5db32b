import { cpSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const rows = `WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 300000)
  SELECT n FROM counted`;

/** A next migration of Keyfob: it takes a while, and running it twice would show. */
const sql = `
CREATE TABLE filler (n INTEGER NOT NULL) STRICT;
INSERT INTO filler ${rows};
ALTER TABLE server ADD COLUMN migrated INTEGER NOT NULL DEFAULT 0;
UPDATE server SET migrated = migrated + 1;
INSERT INTO filler ${rows};
`;

/** A folder with Keyfob's migrations and this one. */
export function rootWithSlowMigration(): string {
  const root = mkdtempSync(join(tmpdir(), 'keyfob-migrations-'));
  const migrations = join(root, 'migrations');
  cpSync(join(import.meta.dirname, '../../migrations'), migrations, { recursive: true });
  const next = readdirSync(migrations).length + 1;
  writeFileSync(join(migrations, `${String(next).padStart(4, '0')}_slow.sql`), sql);
  return root;
}

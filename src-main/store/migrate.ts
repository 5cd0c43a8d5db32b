import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { StoreError } from './errors.ts';
import { transact } from './sql.ts';

/** One migration: `0007_name.sql` leads from version 6 to version 7. */
export interface Migration {
  version: number;
  name: string;
  file: string;
}

/**
 * Lists the `NNNN_name.sql` files of a folder in order. Throws unless the numbers run 1, 2, 3: a file was not shipped.
 */
export function listMigrations(folder: string): Migration[] {
  const migrations = readdirSync(folder)
    .map((name) => ({ name, number: /^(\d{4})_.+\.sql$/.exec(name)?.[1] }))
    .filter((entry): entry is { name: string; number: string } => entry.number !== undefined)
    .map(({ name, number }) => ({ version: Number(number), name, file: join(folder, name) }))
    .toSorted((a, b) => a.version - b.version);
  for (const [index, { version, name }] of migrations.entries()) {
    if (version !== index + 1) throw new Error(`migration ${name} is out of order: expected number ${index + 1}`);
  }
  return migrations;
}

/** Throws `database_newer` for a database with more migrations than these. Only reads. */
export function refuseNewer(database: Database, migrations: readonly Migration[]): void {
  if (versionOf(database) > migrations.length) throw new StoreError('database_newer');
}

/**
 * Migrates a database, each step in its own transaction (those of a new one in one), and returns the versions it
 * applied. Two processes may run this at once: the version is read again under the write lock. Foreign keys are off
 * meanwhile and checked before each commit: otherwise rebuilding a table (create, copy, drop, rename) would cascade and
 * delete every row that refers to it.
 */
export function migrate(database: Database, migrations: readonly Migration[]): number[] {
  refuseNewer(database, migrations);
  const applied: number[] = [];
  const version = versionOf(database);
  const applyAll = () => {
    for (const migration of migrations.slice(version)) if (apply(database, migration)) applied.push(migration.version);
  };
  database.pragma('foreign_keys = OFF');
  try {
    // A new database has nothing to keep between the steps: one commit waits for the disk once.
    if (version === 0) transact(database, applyAll);
    else applyAll();
  } finally {
    database.pragma('foreign_keys = ON');
  }
  return applied;
}

function apply(database: Database, { version, name, file }: Migration): boolean {
  const text = readFileSync(file, 'utf8');
  return transact(database, () => {
    if (versionOf(database) >= version) return false;
    database.exec(text);
    const [orphan] = database.pragma('foreign_key_check') as unknown[];
    if (orphan !== undefined) throw new Error(`migration ${name} leaves rows without the row they point to`);
    database.pragma(`user_version = ${version}`);
    return true;
  });
}

/** The number of migrations that a database has seen; 0 for a new one. */
export function versionOf(database: Database): number {
  return database.pragma('user_version', { simple: true }) as number;
}

import { createCipheriv, randomBytes, randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../src-main/store/database.ts';

const migrations = join(import.meta.dirname, '../../migrations');

/** The migrations of Keyfob up to this version; the caller removes the folder. */
export function migrationsUpTo(version: number): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'keyfob-version-')), 'migrations');
  mkdirSync(folder);
  for (const file of readdirSync(migrations).filter((name) => Number(name.slice(0, 4)) <= version))
    cpSync(join(migrations, file), join(folder, file));
  return folder;
}

/** A value and its place. */
export interface Text {
  table: string;
  column: string;
  row: string;
  text: string;
}

export interface EarlierKey {
  id: string;
  key: Buffer;
}

export const earlierKey = (): EarlierKey => ({ id: randomUUID(), key: randomBytes(32) });

/**
 * Seals like Keyfob up to version 13: the byte 1, the key's id, a nonce, ciphertext and tag; bound to version, key and
 * place only. Repeated here, because Keyfob no longer can.
 */
export function sealEarlier({ id, key }: EarlierKey, { table, row, column, text }: Text): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  cipher.setAAD(Buffer.from(JSON.stringify([1, id, table, row, column])));
  const header = Buffer.concat([Buffer.of(1), Buffer.from(id.replaceAll('-', ''), 'hex'), nonce]);
  return Buffer.concat([header, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

/** Stores a key like that version: wrapped by the tests' keyring. */
export function insertEarlierKey(database: Database, made: EarlierKey, at: number, before?: EarlierKey): void {
  const { id, key } = made;
  const check = sealEarlier(made, { table: 'data_key', row: id, column: 'check_value', text: 'Keyfob data key' });
  const place = { table: 'data_key', row: id, column: 'handover' };
  database
    .prepare(
      'INSERT INTO data_key (id, backend, wrapped_key, check_value, created_at, handover) VALUES (?, ?, ?, ?, ?, ?)',
    )
    .run(
      id,
      'test',
      // The keyring cannot unwrap a key that is sealed with its predecessor.
      before ? Buffer.from('of another keyring') : key.map((byte) => byte ^ 0x5a),
      check,
      at,
      before ? sealEarlier(before, { ...place, text: key.toString('base64') }) : null,
    );
}

/** Converts a closed database to version 13 with the same rows, in which these texts are sealed in the earlier form. */
export function makeEarlier(file: string, texts: readonly Text[], key = earlierKey()): EarlierKey {
  const made = `${file}-13`;
  const folder = migrationsUpTo(13);
  const database = openDatabase(made, { migrations: folder });
  database.prepare('ATTACH ? AS present').run(file);
  database.pragma('foreign_keys = OFF');
  const tables = database.prepare(`SELECT name FROM main.sqlite_schema WHERE type = 'table'`).pluck().all() as string[];
  for (const table of tables) {
    const columns = (database.pragma(`main.table_info(${table})`) as { name: string }[]).map(({ name }) => name).join();
    database.exec(`INSERT INTO main.${table} (${columns}) SELECT ${columns} FROM present.${table}`);
  }
  database.exec('DETACH present; DELETE FROM data_key');
  insertEarlierKey(database, key, 1);
  for (const text of texts)
    database.prepare(`UPDATE ${text.table} SET ${text.column} = ? WHERE id = ?`).run(sealEarlier(key, text), text.row);
  database.close();
  for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
  renameSync(made, file);
  rmSync(join(folder, '..'), { recursive: true });
  return key;
}

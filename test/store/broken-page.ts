import { readFileSync, writeFileSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';

interface Tree {
  name: string;
  table: string;
  page: number;
}

/** Every table and index of a database, and where its tree begins. */
export const treesOf = (file: string): Tree[] => {
  const database = new BetterSqlite3(file);
  const trees = database
    .prepare<[], Tree>(`SELECT name, tbl_name AS "table", rootpage AS page FROM sqlite_schema WHERE rootpage > 0`)
    .all();
  database.close();
  return trees;
};

const pageSize = 4096;

/** The first byte of a page is its type (SQLite's file format, section 1.6): with one bit flipped it is invalid. */
export function breakPage(file: string, page: number): void {
  const bytes = readFileSync(file);
  bytes[(page - 1) * pageSize] = (bytes[(page - 1) * pageSize] ?? 0) ^ 0x40;
  writeFileSync(file, bytes);
}

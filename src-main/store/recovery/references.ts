import { savedTables, type SavedTable } from './copy-rows.ts';
import type { Database } from '../database.ts';

export interface Reference {
  table: SavedTable;
  from: string;
  parent: string;
  to: string;
  onDelete: string;
}

/** All foreign keys. */
export function references(database: Database): Reference[] {
  return savedTables.flatMap((table) =>
    (
      database.pragma(`foreign_key_list(${table})`) as { table: string; from: string; to: string; on_delete: string }[]
    ).map(({ table: parent, from, to, on_delete: onDelete }) => ({ table, from, parent, to, onDelete })),
  );
}

/** The SQL condition for rows whose parent does not exist. */
export const isOrphan = ({ from, parent, to }: Reference): string =>
  `${from} IS NOT NULL AND ${from} NOT IN (SELECT ${to} FROM ${parent})`;

/** By table, the ids that other rows refer to and that do not exist. */
export function missingParents(database: Database): Map<string, Set<unknown>> {
  const missing = new Map<string, Set<unknown>>();
  for (const reference of references(database)) {
    const { table, from, parent } = reference;
    const ids = database
      .prepare<[]>(`SELECT DISTINCT ${from} FROM ${table} WHERE ${isOrphan(reference)}`)
      .pluck()
      .all();
    if (ids.length > 0) missing.set(parent, new Set([...(missing.get(parent) ?? []), ...ids]));
  }
  return missing;
}

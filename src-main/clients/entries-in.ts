import { isRecord } from '../base/is-record.ts';

/** The servers in a parsed file, by name: of every object and every list that these paths lead to. */
export function entriesIn(document: unknown, keys: readonly string[][]): [name: string, value: unknown][] {
  return keys.flatMap((way) => walk(document, way)).flatMap(namedIn);
}

/** A list has the name of each server in it. */
function namedIn(group: unknown): [string, unknown][] {
  if (!Array.isArray(group)) return isRecord(group) ? Object.entries(group) : [];
  return group.flatMap((entry): [string, unknown][] =>
    isRecord(entry) && typeof entry['name'] === 'string' ? [[entry['name'], entry]] : [],
  );
}

/** Every value that the path leads to. */
function walk(document: unknown, [key, ...rest]: readonly string[]): unknown[] {
  if (key === undefined) return [document];
  if (!isRecord(document)) return [];
  const next = key === '*' ? Object.values(document) : Object.hasOwn(document, key) ? [document[key]] : [];
  return next.flatMap((value) => walk(value, rest));
}

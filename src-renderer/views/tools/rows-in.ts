import type { Json, JsonObject } from '../../../src-preload/contract.ts';

/** What a result has as a table. */
export interface TableData {
  rows: Json[];
  /** The name of the list within the result; undefined if the result is the list. */
  name?: string;
  /** What the result has beside the list; undefined if nothing. */
  rest?: JsonObject;
}

/** The list of objects in a result: the result itself, or the longest one right inside of it. */
export function rowsIn(value: Json): TableData | undefined {
  if (isRows(value)) return { rows: value };
  if (!isObject(value)) return undefined;
  const lists = Object.entries(value).filter((entry): entry is [string, Json[]] => isRows(entry[1]));
  const longest = lists.toSorted(([, a], [, b]) => b.length - a.length)[0];
  if (!longest) return undefined;
  const [name, rows] = longest;
  const others = Object.entries(value).filter(([other]) => other !== name);
  return { name, rows, ...(others.length > 0 && { rest: Object.fromEntries(others) }) };
}

/** Objects, at least half of the entries: in a mixed list, the others are shown in a column of their own. */
function isRows(value: Json | undefined): value is Json[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.filter(isObject).length * 2 >= value.length;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

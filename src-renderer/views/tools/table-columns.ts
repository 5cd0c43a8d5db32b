import type { Json } from '../../../src-preload/contract.ts';
import { isObject } from './rows-in.ts';
import { shownText } from './shown-text.ts';

/** The maximum number of columns: drawing more would take longer than a frame. */
const mostColumns = 200;
/** How many columns are shown at first. */
const shownAtFirst = 12;
/** How many rows decide about the width of a column. */
const sample = 100;

/** In pixels, for a width of 13 px text. */
const perLetter = 7.5;
/** Beside the name of the column that sorts. */
const lettersOfArrow = 2;
/** What is written for an object or a list, in the longest of the languages. */
const lettersOfPart = 11;
const narrowest = 64;
const widest = 300;

export interface TableColumn {
  /** Its place: names come from the server, and may be those that every object inherits. */
  id: string;
  /** The key in the rows; undefined for the column of entries that are no objects. */
  name: string | undefined;
  /** In pixels. */
  width: number;
  /** Whether it holds numbers alone. */
  isNumber: boolean;
  isShownAtFirst: boolean;
}

/** The columns of a table, in the order in which the rows name them, and how many are left out. */
export function columnsOf(rows: readonly Json[]): { columns: TableColumn[]; leftOut: number } {
  const names = new Set<string>();
  let hasOthers = false;
  for (const row of rows) {
    if (isObject(row)) for (const name of Object.keys(row)) names.add(name);
    else hasOthers = true;
  }
  const all: (string | undefined)[] = [...(hasOthers ? [undefined] : []), ...names];
  const columns = all.slice(0, mostColumns).map((name, index): TableColumn => {
    const values = rows.slice(0, sample).map((row) => cellOf(row, name));
    const isOfParts = values.some((value) => typeof value === 'object' && value !== null);
    const letters = Math.max(
      (name?.length ?? 0) + lettersOfArrow,
      isOfParts ? lettersOfPart : 0,
      ...values.map((value) => shortText(value).length),
    );
    return {
      id: String(index),
      name,
      width: Math.round(Math.min(Math.max(letters * perLetter + 28, narrowest), widest)),
      isNumber: values.some((value) => typeof value === 'number') && values.every(isNumberOrNothing),
      isShownAtFirst: index < shownAtFirst,
    };
  });
  return { columns, leftOut: all.length - columns.length };
}

const isNumberOrNothing = (value: Json | undefined) => typeof value === 'number' || value == null;

/** The value of a cell; undefined if the row has none. */
export function cellOf(row: Json, name: string | undefined): Json | undefined {
  if (name === undefined) return isObject(row) ? undefined : row;
  return isObject(row) && Object.hasOwn(row, name) ? row[name] : undefined;
}

/** A longer text is cut in its cell; the opened row has all of it. */
const longestCell = 200;

/** A cell in one line. Objects and lists are shown by their size, as where the tree folds them. */
export function shortText(value: Json | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') {
    const start = value.length > longestCell ? `${value.slice(0, longestCell).toWellFormed()}…` : value;
    return shownText(start).replace(/\s+/g, ' ');
  }
  return typeof value === 'object' && value !== null ? '' : String(value);
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Sorts numbers before texts, and these before what is neither. */
export function compareCells(a: Json | undefined, b: Json | undefined): number {
  const [rankA, rankB] = [rankOf(a), rankOf(b)];
  if (rankA !== rankB) return rankA - rankB;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return collator.compare(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  return sizeOf(a) - sizeOf(b);
}

const rankOf = (value: Json | undefined) => ['number', 'string', 'boolean', 'object'].indexOf(typeof value);

const sizeOf = (value: Json | undefined) => (value == null ? 0 : Object.keys(value).length);

/** Whether a row has the text in one of its values, at any depth. `wanted` is in lower case. */
export function rowHas(row: Json, wanted: string): boolean {
  if (typeof row !== 'object' || row === null) return String(row).toLocaleLowerCase().includes(wanted);
  return Object.values(row).some((value) => rowHas(value, wanted));
}

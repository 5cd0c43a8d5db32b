/** A place in a text where a part is replaced by another. */
export interface Splice {
  /** In UTF-16 code units from the beginning. */
  at: number;
  removed: string;
  inserted: string;
}

/** Where the servers of a program are in its file: the keys that lead to them, and whether they are a list. */
export interface Place {
  keys: readonly string[];
  isList: boolean;
}

/** What is to be where an entry was: a value, or the very text that an earlier edit took away. */
export type Replacement = { value: Record<string, unknown> } | { text: string };

/** Edits the text of one format, and leaves everything but the entry as it is written. Throws a Fault. */
export interface TextEditor {
  add: (text: string, place: Place, name: string, value: Record<string, unknown>) => Splice[];
  /** The entry as it is written, for a later replacement; undefined where there is none. */
  read: (text: string, place: Place, name: string) => string | undefined;
  replace: (text: string, place: Place, name: string, replacement: Replacement) => Splice[];
  remove: (text: string, place: Place, name: string) => Splice[];
}

/** Throws where the text is not the one that the splices were made for. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  let result = text;
  for (const { at, removed, inserted } of splices.toSorted((a, b) => b.at - a.at)) {
    if (!result.startsWith(removed, at)) throw new Error('the splice was made for another text');
    result = result.slice(0, at) + inserted + result.slice(at + removed.length);
  }
  return result;
}

/** The splice that reverses another, wherever its text has moved to; undefined where that is not clear. */
export function reverseSplice(text: string, splices: readonly Splice[]): Splice | undefined {
  const [splice, ...more] = splices;
  if (!splice || more.length > 0 || splice.inserted === '') return undefined;
  const at = text.indexOf(splice.inserted);
  if (at < 0 || text.includes(splice.inserted, at + 1)) return undefined;
  return { at, removed: splice.inserted, inserted: splice.removed };
}

export function cut(text: string, from: number, to: number, inserted = ''): Splice {
  return { at: from, removed: text.slice(from, to), inserted };
}

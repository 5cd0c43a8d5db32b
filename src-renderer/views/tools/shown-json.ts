import type { Json } from '../../../src-preload/contract.ts';

/** A longer text in one line of the tree makes scrolling slow. "Copy result" copies all of it. */
const longestText = 5000;

/** The maximum number of entries shown per list or object, and of values in total. "Copy result" copies all. */
const mostEntries = 1000;
const mostValues = 20_000;

/**
 * JSON for display: hidden characters and those that change the text direction are shown as JSON escapes, in names too.
 * Entries beyond the limits are replaced by one entry, `rest`, with their number.
 */
export function shownJson(json: Json, rest: (count: number) => string): Json {
  let values = 0;
  const shown = (part: Json): Json => {
    values += 1;
    if (typeof part === 'string') return shownText(part);
    if (typeof part !== 'object' || part === null) return part;
    const names = Object.keys(part);
    const most = values > mostValues ? 0 : mostEntries;
    const missing = names.length - most;
    if (Array.isArray(part)) {
      const first = part.slice(0, most).map(shown);
      return missing > 0 ? [...first, rest(missing)] : first;
    }
    const first = names.slice(0, most).map((name): [string, Json] => [shownText(name), shown(part[name] ?? null)]);
    return Object.fromEntries(missing > 0 ? [...first, ['…', rest(missing)]] : first);
  };
  return shown(json);
}

/** The same for a single text. */
export function shownText(text: string): string {
  const start = text.length > longestText ? `${text.slice(0, longestText).toWellFormed()}…` : text;
  return withEscapes(start);
}

/** A text of any length, with hidden characters as escapes. */
export function withEscapes(text: string): string {
  return text.replace(/[^\P{C}\n\t]|\p{Default_Ignorable_Code_Point}|\u2800/gu, escaped);
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

import type { Json } from '../../../src-preload/contract.ts';

/** A longer text in one line of a tree makes the window stutter. The whole of it is what "Copy result" copies. */
const longestText = 5000;

/**
 * JSON as a person can read it: characters that hide or turn the direction of writing are shown as the escapes that JSON has
 * for them, in names too.
 */
export function shownJson(json: Json): Json {
  if (typeof json === 'string') return shownText(json);
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map(shownJson);
  return Object.fromEntries(Object.entries(json).map(([name, part]) => [shownText(name), shownJson(part)]));
}

/** The same for a lone text. */
export function shownText(text: string): string {
  const start = text.length > longestText ? `${text.slice(0, longestText).toWellFormed()}…` : text;
  return withEscapes(start);
}

/** A text of any length, with what hides in it as escapes. */
export function withEscapes(text: string): string {
  return text.replace(/[^\P{C}\n\t]|\p{Default_Ignorable_Code_Point}|\u2800/gu, escaped);
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

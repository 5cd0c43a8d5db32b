/** A longer text in one line of the tree makes scrolling slow. "Copy result" copies all of it. */
const longestText = 5000;

/**
 * A text for display: hidden characters and those that change the text direction are shown as JSON escapes. It is cut
 * where it is long.
 */
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

/**
 * Control and format characters, what has no width although it is a letter (Hangul fillers, the blank of Braille), and what
 * selects another look of the character before it, in which a message can be hidden.
 */
const hidden = /[^\P{C}\n\t]|\p{Default_Ignorable_Code_Point}|\u2800/gu;

/**
 * Text from outside without what could hide or disguise some of it: control and zero-width characters and those that
 * turn the direction of writing are gone. Line breaks, tabs and spaces stay. At most `longest` characters.
 */
export function harmlessText(text: string, longest: number): string {
  const harmless = text
    .slice(0, longest * 2)
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(hidden, '');
  const characters = Array.from(harmless);
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : harmless;
}

/** The same for names and sentences: white space other than line breaks is folded. */
export function cleanText(text: string, longest: number): string {
  return harmlessText(text, longest)
    .replace(/[^\S\n]+/g, ' ')
    .trim();
}

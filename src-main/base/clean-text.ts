/**
 * Control and format characters, what has no width although it is a letter (Hangul fillers, the blank of Braille), and what
 * selects another look of the character before it, in which a message can be hidden.
 */
const hidden = /[^\P{C}\n\t]|\p{Default_Ignorable_Code_Point}|\u2800/gu;

const printable = /^[\x20-\x7e]*$/;

/**
 * Text from outside without what could hide or disguise some of it: control and zero-width characters and those that
 * turn the direction of writing are gone. Line breaks, tabs and spaces stay. At most `longest` characters.
 */
export function harmlessText(text: string, longest: number): string {
  // Most of what comes. It has nothing to hide.
  if (text.length <= longest && printable.test(text)) return text;
  const harmless = text
    .slice(0, longest * 2)
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(hidden, '');
  if (harmless.length <= longest) return harmless;
  const [end, whole] = endOf(harmless, longest - 1);
  return whole <= longest ? harmless : `${harmless.slice(0, end)}…`;
}

/** Where a text of so many characters ends, and how many there are, counted no further than one more than that. */
function endOf(text: string, characters: number): [end: number, counted: number] {
  let at = 0;
  let counted = 0;
  let end = 0;
  while (at < text.length && counted <= characters + 1) {
    if (counted === characters) end = at;
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    counted += 1;
  }
  return [end, counted];
}

/** The same for names and sentences: white space other than line breaks is folded. */
export function cleanText(text: string, longest: number): string {
  return harmlessText(text, longest)
    .replace(/[^\S\n]+/g, ' ')
    .trim();
}

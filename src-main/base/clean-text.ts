/**
 * Control and format characters, letters without width (Hangul fillers, the Braille blank) and variation selectors, in
 * which a message can be hidden.
 */
const hidden = /[^\P{C}\n\t]|\p{Default_Ignorable_Code_Point}|\u2800/gu;

const printable = /^[\x20-\x7e]*$/;

/**
 * Cleans text from outside: removes control and zero-width characters and those that change the writing direction,
 * which could hide or disguise text. Keeps line breaks, tabs and spaces. Returns at most `longest` characters.
 */
export function harmlessText(text: string, longest: number): string {
  // Fast path for most texts.
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

/** The offset at which `longest` characters end, and the number of characters, counted up to one more than that. */
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

/** The same for names and sentences: collapses white space other than line breaks. */
export function cleanText(text: string, longest: number): string {
  return harmlessText(text, longest)
    .replace(/[^\S\n]+/g, ' ')
    .trim();
}

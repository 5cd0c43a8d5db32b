/** A stretch of text; `isHidden`: it stands for a character that cannot be seen. */
export interface TextPart {
  text: string;
  isHidden: boolean;
}

/**
 * Control and format characters, those of which fonts draw nothing, and spaces other than the usual one: with them, a
 * text can look like another one, or be drawn in another order.
 */
const hidden = /[^\P{C}\n\t]|\p{Default_Ignorable_Code_Point}|\u2800|[^\P{Z} ]/gu;

/** The text with `U+202E` in place of each character that would hide or reorder something. */
export function visibleText(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const { 0: character, index } of text.matchAll(hidden)) {
    if (index > from) parts.push({ text: text.slice(from, index), isHidden: false });
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    parts.push({ text: `U+${code}`, isHidden: true });
    from = index + character.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), isHidden: false });
  return parts;
}

/** A stretch of text; `isHidden`: it stands for a character that cannot be seen. */
export interface TextPart {
  text: string;
  isHidden: boolean;
}

/**
 * Control and format characters, those of which fonts draw nothing, and spaces other than the usual one: with them, a
 * text can look like another one, or be drawn in another order.
 */
const hidden = /([^\P{C}\n\t]|\p{Default_Ignorable_Code_Point}|\u2800|[^\P{Z} ])\1*/gu;

/** The text with `U+202E` in place of each character that would hide or reorder something, `U+200B×3` for three. */
export function visibleText(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const { 0: run, 1: character = '', index } of text.matchAll(hidden)) {
    if (index > from) parts.push({ text: text.slice(from, index), isHidden: false });
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    const count = run.length / character.length;
    parts.push({ text: count === 1 ? `U+${code}` : `U+${code}×${count}`, isHidden: true });
    from = index + run.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), isHidden: false });
  return parts;
}

/** The line break that a text uses: that of its first line. */
export function lineBreakOf(text: string): string {
  const at = text.indexOf('\n');
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}

export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** The end of a line, before its line break. */
export function lineEnd(text: string, at: number): number {
  const found = text.indexOf('\n', at);
  if (found < 0) return text.length;
  return found > at && text[found - 1] === '\r' ? found - 1 : found;
}

/** The beginning of the next line, or the end of the text. */
export function nextLine(text: string, at: number): number {
  const found = text.indexOf('\n', at);
  return found < 0 ? text.length : found + 1;
}

/** The spaces and tabs that a line begins with. */
export function indentAt(text: string, at: number): string {
  return /^[\t ]*/.exec(text.slice(lineStart(text, at), lineEnd(text, at)))?.[0] ?? '';
}

export function isFirstOnLine(text: string, at: number): boolean {
  return text.slice(lineStart(text, at), at).trim() === '';
}

/** Whole lines where nothing else is on them, else the range as it is. */
export function wholeLines(text: string, from: number, to: number): [from: number, to: number] {
  const isAlone = isFirstOnLine(text, from) && text.slice(to, lineEnd(text, to)).trim() === '';
  return isAlone ? [lineStart(text, from), nextLine(text, to)] : [from, to];
}

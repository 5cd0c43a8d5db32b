/** In characters: longer command lines are cut. */
const longest = 20_000;

/**
 * The words of a command line as shells read them: quotes, backslashes, and lines that continue. Nothing is expanded
 * or run: `$TOKEN` stays as it is. `end` is where the command ends: at a line break, `;`, `&`, `|`, or a backtick, in
 * which Markdown has commands. Several shells' rules are read at once, because the shell is not known.
 */
export function wordsOf(text: string): { words: string[]; end: number } {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  let at = 0;
  const last = Math.min(text.length, longest);
  for (; at < last; at += 1) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    const breaks = /^[\\`^][ \t]*\r?\n/.exec(text.slice(at, at + 12))?.[0];
    if (quote !== '') {
      if (character === quote) quote = '';
      else if (character === '\\' && quote === '"' && /["\\$`]/.test(next)) {
        word = (word ?? '') + next;
        at += 1;
      } else word = (word ?? '') + character;
    } else if (breaks !== undefined) {
      at += breaks.length - 1;
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (/[\n\r;|&`]/.test(character)) break;
    else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (character === '\\' && /[\s"'\\$&;|?]/.test(next)) {
      word = (word ?? '') + next;
      at += 1;
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (word !== undefined) words.push(word);
  return { words, end: at };
}

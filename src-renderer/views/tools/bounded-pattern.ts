/** A longer pattern is left to the server. */
const longestPattern = 200;
/** The maximum number of places where a match can go two ways: each may double the steps. */
const mostChoices = 8;

/** What the pattern may consist of: classes, escapes, fixed counts, single characters. */
const part = /\[\^?(?:\\.|[^\]\\])*\]|\\[dwsDWSbB.\\/\-^$()[\]{}*+?|nrt]|\{\d{1,2}\}|\(\?:|[()|?]|[^\\[\](){}*+?|^$]/y;

/**
 * Whether matching this pattern of a server takes a bounded number of steps, whatever the text is: it fits from the
 * beginning to the end, and repeats nothing an open number of times.
 */
export function isBoundedPattern(pattern: string): boolean {
  const inner = /^\^(.*)\$$/su.exec(pattern)?.[1];
  if (inner === undefined || pattern.length > longestPattern || inner.endsWith('\\')) return false;
  let choices = 0;
  let depth = 0;
  let before = '';
  part.lastIndex = 0;
  for (let at = 0; at < inner.length; at = part.lastIndex) {
    part.lastIndex = at;
    const found = part.exec(inner)?.[0];
    if (found === undefined) return false;
    // A group that is repeated multiplies the ways through it.
    if (found.startsWith('{') && before === ')') return false;
    if (found === '|' || found === '?') choices += 1;
    // Alternatives of the whole pattern have their ends without one of the anchors.
    if (found === '|' && depth === 0) return false;
    depth += found.startsWith('(') ? 1 : found === ')' ? -1 : 0;
    before = found;
  }
  return depth === 0 && choices <= mostChoices && compiles(pattern);
}

/** Whether a pattern that can be tried wants hours and minutes. */
export function wantsHoursAndMinutes(pattern: unknown): boolean {
  return fits(pattern, ['00:00', '09:30', '23:59']) && !fits(pattern, ['0930']) && !fits(pattern, ['99:99']);
}

/** Whether the pattern can be tried, and all of these fit it. */
export function fits(pattern: unknown, texts: string[]): boolean {
  if (typeof pattern !== 'string' || !isBoundedPattern(pattern)) return false;
  const compiled = new RegExp(pattern, 'u');
  return texts.every((text) => compiled.test(text));
}

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

// Texts that are known to be JSON, part by part as they were written: a parse rounds numbers and hides doubled names.

/** The strings, numbers, words and marks of a JSON text, without the white space between them. */
export function* jsonTokens(json: string): Generator<string, void> {
  let at = 0;
  while (at < json.length) {
    const first = json.charAt(at);
    let end = at + 1;
    if (first === '"') end = endOfString(json, at);
    else if (!marks.includes(first)) {
      wordEnd.lastIndex = at;
      end = wordEnd.exec(json)?.index ?? json.length;
    }
    if (!' \t\n\r'.includes(first)) yield json.slice(at, end);
    at = Math.max(end, at + 1);
  }
}

const marks = '[]{},:';
const wordEnd = /[\s[\]{},:]/g;

/** Where the string ends that begins at `start`, behind its quotation mark. */
export function endOfString(json: string, start: number): number {
  for (let at = json.indexOf('"', start + 1); at !== -1; at = json.indexOf('"', at + 1)) {
    let slashes = 0;
    while (json[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return json.length;
}

/** Whether an object in it, at any depth, has two members of one name, of which readers may take either. */
export function hasDoubledName(json: string): boolean {
  /** The names of each object that is open; undefined for an array. */
  const open: (Set<string> | undefined)[] = [];
  let isName = false;
  for (const token of jsonTokens(json)) {
    if (token === '{' || token === '[') open.push(token === '{' ? new Set() : undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (isName && token !== ',') {
      const names = open.at(-1);
      const name = JSON.parse(token) as string;
      if (names?.has(name)) return true;
      names?.add(name);
    }
    isName = token === '{' || (token === ',' && open.at(-1) !== undefined);
  }
  return false;
}

/**
 * The text with a line for each value, as `JSON.stringify` would indent it by two, and every string and number as it
 * was written. What is longer is cut, with a mark where the rest was.
 *
 * @param longest - In characters.
 */
export function indented(json: string, longest: number): string {
  let text = '';
  let depth = 0;
  let before = '';
  for (const token of jsonTokens(json)) {
    const isOpened = before === '{' || before === '[';
    const isEnd = token === '}' || token === ']';
    if (isEnd) depth -= 1;
    if (isEnd ? !isOpened : isOpened || before === ',') text += `\n${'  '.repeat(depth)}`;
    text += token === ':' ? ': ' : token;
    if (token === '{' || token === '[') depth += 1;
    if (text.length > longest) return `${text.slice(0, longest)} …`;
    before = token;
  }
  return text;
}

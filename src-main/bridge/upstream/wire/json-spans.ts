import { endOfString } from '../../../base/json-tokens.ts';

/** Where a value lies in a JSON text: from `start` up to, not including, `end`. */
export interface Span {
  /** Of a member of an object; undefined in an array. */
  name: string | undefined;
  start: number;
  end: number;
}

/**
 * The values directly in the object or array that begins at or after `from`, in the order of the text; none where
 * another value begins. Needs a text that is known to be JSON. With it, one part of a message can be replaced while all
 * others stay as they came: numbers above 2^53, members that occur twice, white space.
 */
export function spansIn(json: string, from = 0): Span[] {
  return [...eachSpanIn(json, from)];
}

/** The same one by one, because a hostile text has millions of them. */
export function* eachSpanIn(json: string, from = 0): Generator<Span, void> {
  const begin = skipSpace(json, from);
  const isObject = json[begin] === '{';
  if (!isObject && json[begin] !== '[') return;
  let at = skipSpace(json, begin + 1);
  while (at < json.length && json[at] !== '}' && json[at] !== ']') {
    let name: string | undefined;
    if (isObject) {
      const end = endOf(json, at);
      name = JSON.parse(json.slice(at, end)) as string;
      at = skipSpace(json, skipSpace(json, end) + 1);
    }
    const end = endOf(json, at);
    yield { name, start: at, end };
    at = skipSpace(json, end);
    if (json[at] === ',') at = skipSpace(json, at + 1);
  }
}

/** The member that parsers use: the last of that name. */
export function memberIn(json: string, name: string, from = 0): Span | undefined {
  let found: Span | undefined;
  for (const span of eachSpanIn(json, from)) if (span.name === name) found = span;
  return found;
}

function skipSpace(json: string, from: number): number {
  let at = from;
  while (' \t\n\r'.includes(json[at] ?? 'x')) at += 1;
  return at;
}

/** The end of the value that begins at `start`. */
function endOf(json: string, start: number): number {
  const first = json[start];
  if (first === '"') return endOfString(json, start);
  if (first !== '{' && first !== '[') {
    structural.lastIndex = start;
    return structural.exec(json)?.index ?? json.length;
  }
  let depth = 0;
  bracketOrString.lastIndex = start;
  for (let found = bracketOrString.exec(json); found; found = bracketOrString.exec(json)) {
    const [mark] = found;
    if (mark === '"') bracketOrString.lastIndex = endOfString(json, found.index);
    else depth += mark === '{' || mark === '[' ? 1 : -1;
    if (depth === 0) return bracketOrString.lastIndex;
  }
  return json.length;
}

const structural = /[\s,\]}]/g;
const bracketOrString = /["[\]{}]/g;

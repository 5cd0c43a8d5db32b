/** A header of a table or a pair of key and value, with where it is written. */
export interface Statement {
  isHeader: boolean;
  /** From the root of the document. */
  path: string[];
  /** The keys as they are written here: less than the path within a table. */
  keys: string[];
  /** The first column of the statement. */
  start: number;
  /** Behind its line break. */
  end: number;
}

/**
 * The statements of a TOML document (toml.io, version 1.0) that a parser has accepted before: only what is needed to
 * know where each begins and ends.
 */
export function tomlStatements(text: string): Statement[] {
  const statements: Statement[] = [];
  let table: string[] = [];
  let at = 0;
  while (at < text.length) {
    const gap = /^(?:\s+|#[^\n]*)/.exec(text.slice(at, at + 4096))?.[0].length;
    if (gap) {
      at += gap;
      continue;
    }
    const start = at;
    const brackets = /^\[{0,2}/.exec(text.slice(at, at + 2))?.[0].length ?? 0;
    const [keys, behind] = keysAt(text, at + brackets);
    at = restOfValue(text, behind + brackets);
    if (brackets > 0) table = keys;
    statements.push({ isHeader: brackets > 0, path: brackets > 0 ? keys : [...table, ...keys], keys, start, end: at });
  }
  return statements;
}

function keysAt(text: string, from: number): [keys: string[], end: number] {
  const keys: string[] = [];
  const part = /[\t ]*(?:([\w-]+)|("(?:[^"\\]|\\.)*")|'([^']*)')[\t ]*(\.?)/y;
  part.lastIndex = from;
  for (let found = part.exec(text); found; found = part.exec(text)) {
    const [, bare, basic, literal, dot] = found;
    keys.push(bare ?? literal ?? unescapeKey(basic ?? ''));
    if (!dot) return [keys, part.lastIndex];
  }
  return [keys, Math.max(from, part.lastIndex)];
}

function unescapeKey(basic: string): string {
  const asJson = basic.replaceAll(/\\U([\dA-Fa-f]{8})/g, (_, code: string) => String.fromCodePoint(parseInt(code, 16)));
  return JSON.parse(asJson) as string;
}

const strings = /"""(?:[^\\]|\\[^])*?"{3,5}|'''[^]*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/y;

/** Behind the line break that ends a statement: one outside of strings, brackets and comments. */
function restOfValue(text: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    strings.lastIndex = at;
    const string = strings.exec(text)?.[0];
    if (string !== undefined) {
      at += string.length;
      continue;
    }
    const character = text[at];
    if (character === '#') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
      continue;
    }
    at += 1;
    if (character === '[' || character === '{') depth += 1;
    if (character === ']' || character === '}') depth -= 1;
    if (character === '\n' && depth <= 0) return at;
  }
  return at;
}

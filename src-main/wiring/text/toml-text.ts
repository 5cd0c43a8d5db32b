import { Fault } from '../../base/fault.ts';
import { lineBreakOf, lineStart } from './lines.ts';
import { cut, type Place, type TextEditor } from './splice.ts';
import { tomlStatements, type Statement } from './toml-statements.ts';

/** TOML: an entry is a table of its own at the end, or what takes its place. */
export const tomlText: TextEditor = {
  add: (text, { keys }, name, value) => {
    refuseInline(text, keys);
    const eol = lineBreakOf(text);
    const isComplete = text === '' || text.endsWith('\n');
    const gap = text === '' || /\n\r?\n$/.test(text) ? '' : isComplete ? eol : eol + eol;
    const table = [header([...keys, name]), ...pairs(value)].join(eol);
    return [cut(text, text.length, text.length, gap + table + (isComplete ? eol : ''))];
  },
  read: (text, place, name) => {
    const ranges = rangesOf(text, place, name);
    return ranges.length > 0 ? ranges.map(({ from, to }) => text.slice(from, to)).join('') : undefined;
  },
  replace: (text, place, name, replacement) => {
    const [first, ...more] = required(text, place, name);
    const isLast = first.to === text.length && !text.endsWith('\n');
    const written =
      'text' in replacement ? replacement.text : rewritten(text, first.statement, place, name, replacement.value);
    const whole = isLast ? written.replace(/\r?\n$/, '') : written;
    return [cut(text, first.from, first.to, whole), ...more.map(({ from, to }) => cut(text, from, to))];
  },
  remove: (text, place, name) =>
    required(text, place, name).map(({ from, to }) => {
      // The blank line above went with the table.
      const above = /\r?\n(?=\r?\n$)/.exec(text.slice(0, from)) ? lineStart(text, from - 1) : from;
      const isClear = to === text.length || /^\r?\n/.test(text.slice(to));
      return cut(text, isClear ? above : from, to);
    }),
};

interface Range {
  from: number;
  to: number;
  statement: Statement;
}

const beginsWith = (path: readonly string[], way: readonly string[]) => way.every((key, index) => path[index] === key);

/** The parts of the text that say something of the entry: neighbours are one part. */
function rangesOf(text: string, { keys }: Place, name: string): Range[] {
  refuseInline(text, keys);
  const ranges: Range[] = [];
  let isNeighbour = false;
  for (const statement of tomlStatements(text)) {
    const isOfEntry = beginsWith(statement.path, [...keys, name]);
    const last = ranges.at(-1);
    if (isOfEntry && isNeighbour && last) last.to = statement.end;
    else if (isOfEntry) ranges.push({ from: lineStart(text, statement.start), to: statement.end, statement });
    isNeighbour = isOfEntry;
  }
  return ranges;
}

function required(text: string, place: Place, name: string): [Range, ...Range[]] {
  const [first, ...more] = rangesOf(text, place, name);
  if (!first) throw new Fault('entry_changed', 'there is no entry of that name', { values: { name } });
  return [first, ...more];
}

/** An inline table is closed: TOML lets nothing be added to it from outside. */
function refuseInline(text: string, keys: readonly string[]): void {
  const isInline = ({ isHeader, path }: Statement) => !isHeader && path.length <= keys.length && beginsWith(keys, path);
  if (tomlStatements(text).some(isInline)) throw new Fault('config_unsuitable', `${keys.join('.')} is an inline table`);
}

/** In the form that the entry had: a table, or a pair in one. */
function rewritten(
  text: string,
  { isHeader, path, keys: written }: Statement,
  { keys }: Place,
  name: string,
  value: Record<string, unknown>,
): string {
  const eol = lineBreakOf(text);
  const way = [...keys, name];
  if (isHeader) return [header(way), ...pairs(value), ''].join(eol);
  const table = path.length - written.length;
  return `${dotted(way.slice(table))} = { ${pairs(value).join(', ')} }${eol}`;
}

const header = (way: readonly string[]) => `[${dotted(way)}]`;
const dotted = (way: readonly string[]) => way.map((key) => (/^[\w-]+$/.test(key) ? key : quoted(key))).join('.');
/** A basic string of TOML has the escapes of JSON; JSON leaves U+007F as it is. */
const quoted = (text: string) => JSON.stringify(text).replaceAll('\u007f', String.raw`\u007F`);
const pairs = (value: Record<string, unknown>) =>
  Object.entries(value).map(([key, one]) => `${dotted([key])} = ${toml(one)}`);

function toml(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(toml).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return `{ ${pairs({ ...value }).join(', ')} }`;
  return String(value);
}

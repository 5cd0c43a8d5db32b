import { isCollection, isMap, isPair, isScalar, isSeq, parseDocument, stringify, type Node, type Pair } from 'yaml';
import { Fault } from '../../base/fault.ts';
import { lineBreakOf, lineEnd, lineStart, nextLine } from './lines.ts';
import { cut, type Place, type Splice, type TextEditor } from './splice.ts';

/** YAML 1.2, in block and in flow style. */
export const yamlText: TextEditor = {
  add: (text, place, name, value) => {
    const { root, container, pair } = parse(text, place);
    const inner = place.isList ? [value] : { [name]: value };
    const whole = place.keys.reduceRight((one: unknown, key) => ({ [key]: one }), inner);
    if (!root) return [atEndOf(text, linesOf(whole))];
    const unit = unitOf(text, root);
    if (!container && pair) {
      const at = endOfKey(text, pair);
      return [behind(text, at, indented(linesOf(inner, unit), columnOf(text, startOf(pair.key)) + unit))];
    }
    if (!container) {
      if (root.flow) return [inFlow(text, root, json(whole).slice(1, -1).trim())];
      return [behind(text, endOf(text, root), indented(linesOf(whole, unit), columnOf(text, startOf(root))))];
    }
    if (container.flow) return [inFlow(text, container, place.isList ? json(value) : `${json(name)}: ${json(value)}`)];
    const column = lineIndent(text, startOf(container.items[0]));
    return [behind(text, endOf(text, container), indented(linesOf(inner, unit), column))];
  },
  read: (text, place, name) => {
    const item = find(text, place, name);
    return item && text.slice(...rangeOf(text, item));
  },
  replace: (text, place, name, replacement) => {
    const item = required(text, place, name);
    const [from, to] = rangeOf(text, item);
    const node = isPair(item) ? item.value : item;
    const isBlock = isCollection(node) && !node.flow;
    const written =
      'text' in replacement
        ? replacement.text
        : isBlock
          ? indented(linesOf(replacement.value), columnOf(text, from)).join(lineBreakOf(text)).trimStart()
          : (from === to ? ' ' : '') + json(replacement.value);
    const isLine = text.slice(from, to).endsWith('\n') && !written.endsWith('\n');
    return [cut(text, from, to, written + (isLine ? lineBreakOf(text) : ''))];
  },
  remove: (text, place, name) => {
    const item = required(text, place, name);
    const { container, pair } = parse(text, place);
    const isOnly = container?.items.length === 1;
    const first = startOf(isPair(item) ? item.key : item);
    if (container?.flow) return [outOfFlow(text, first, rangeOf(text, item)[1])];
    const end = rangeOf(text, item)[1];
    const to = end === lineStart(text, end) ? end : nextLine(text, end);
    const isEnd = to === text.length && !text.endsWith('\n');
    const from = lineStart(text, first);
    const lines = cut(text, isEnd && from > 0 ? lineEnd(text, lineStart(text, from - 1)) : from, to);
    if (!isOnly || !pair) return [lines];
    const colon = endOfKey(text, pair);
    const empty = place.isList ? ' []' : ' {}';
    if (colon === lines.at) return [{ ...lines, inserted: empty }];
    return [cut(text, colon, colon, empty), lines];
  },
};

/** A collection, whose items are pairs or nodes. */
type Collection = Node & { items: unknown[]; flow?: boolean };
interface Parsed {
  root: Collection | undefined;
  /** What holds the servers, where there is such a thing. */
  container: Collection | undefined;
  /** The pair whose value that is, or is to be. */
  pair: Pair | undefined;
}

function parse(text: string, { keys, isList }: Place): Parsed {
  const document = parseDocument(text, { logLevel: 'error' });
  const codes = document.errors.map(({ code }) => code);
  if (codes.includes('DUPLICATE_KEY')) throw new Fault('config_duplicate', 'a key is there twice');
  if (codes.includes('MULTIPLE_DOCS')) throw new Fault('config_unsuitable', 'the file has several documents');
  if (codes.length > 0) throw new Fault('config_invalid', 'the file is not YAML', { cause: document.errors[0] });
  let node: unknown = document.contents;
  if (isNothing(node)) return { root: undefined, container: undefined, pair: undefined };
  if (!isMap(node)) throw new Fault('config_unsuitable', 'the file has no map');
  const root: Collection = node;
  let pair: Pair | undefined;
  for (const key of keys) {
    if (!isMap(node)) throw new Fault('config_unsuitable', `there is no map around ${key}`);
    pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
    if (!pair) return { root, container: undefined, pair: undefined };
    node = pair.value;
    if (isNothing(node)) return { root, container: undefined, pair };
  }
  if (isList ? !isSeq(node) : !isMap(node)) throw new Fault('config_unsuitable', `${keys.join('.')} has another form`);
  return { root, container: node as Collection, pair };
}

const isNothing = (node: unknown) => node === null || (isScalar(node) && node.value === null && !node.anchor);

function find(text: string, place: Place, name: string): Pair | Node | undefined {
  const found = parse(text, place).container?.items.filter((item) =>
    isPair(item)
      ? isScalar(item.key) && item.key.value === name
      : place.isList && isMap(item) && item.get('name') === name,
  );
  if (found && found.length > 1) throw new Fault('config_duplicate', 'a name is there twice', { values: { name } });
  return found?.[0] as Pair | Node | undefined;
}

function required(text: string, place: Place, name: string): Pair | Node {
  const found = find(text, place, name);
  if (!found) throw new Fault('entry_changed', 'there is no entry of that name', { values: { name } });
  return found;
}

/** The value of an entry. */
function rangeOf(text: string, item: Pair | Node): [from: number, to: number] {
  const node = isPair(item) ? item.value : item;
  if (isPair(item) && isNothing(node) && startOf(node) === (node as Node).range?.[1])
    return [endOfKey(text, item), endOfKey(text, item)];
  return [startOf(node), endOf(text, node)];
}

function startOf(item: unknown): number {
  if (isPair(item)) return startOf(item.key);
  if (isMap(item) && !item.flow && item.items[0]) return startOf(item.items[0].key);
  return (item as Node | null)?.range?.[0] ?? 0;
}

/** Behind the last character of a node: blank lines and comments that follow it do not count. */
function endOf(text: string, node: unknown): number {
  if (isCollection(node) && !node.flow && node.items.length > 0) {
    const last: unknown = node.items.at(-1);
    if (!isPair(last)) return endOf(text, last);
    return isNothing(last.value) ? endOfNothing(text, last) : endOf(text, last.value);
  }
  return (node as Node | null)?.range?.[1] ?? text.length;
}

function endOfNothing(text: string, pair: Pair): number {
  const [from = 0, to = 0] = (pair.value as Node | null)?.range ?? [];
  return to > from ? to : endOfKey(text, pair);
}

/** Behind the colon of a key. */
function endOfKey(text: string, { key }: Pair): number {
  const at = text.indexOf(':', (key as Node).range?.[1]);
  if (at < 0) throw new Fault('edit_unsafe', 'a key has no colon');
  return at + 1;
}

function columnOf(text: string, at: number): number {
  return at - lineStart(text, at);
}

/** The spaces before the first character of a line, which for an item of a list is its dash. */
function lineIndent(text: string, at: number): number {
  return /^ */.exec(text.slice(lineStart(text, at)))?.[0].length ?? 0;
}

/** How far the members of a map are indented: as the first one of the document. */
function unitOf(text: string, root: Collection): number {
  for (const item of root.items) {
    const value = isPair(item) ? item.value : undefined;
    const column = isMap(value) && !value.flow ? columnOf(text, startOf(value)) : 0;
    if (column > 0) return column;
  }
  return 2;
}

/** On one line; JSON is YAML in flow style. */
const json = (value: unknown) => JSON.stringify(value, undefined, 1).replaceAll(/\n */g, ' ');

const linesOf = (value: unknown, indent = 2) => stringify(value, { indent, lineWidth: 0 }).trimEnd().split('\n');

const indented = (lines: string[], column: number) => lines.map((line) => ' '.repeat(column) + line);

/** On lines of their own behind the line of a node. */
function behind(text: string, end: number, lines: string[]): Splice {
  const eol = lineBreakOf(text);
  if (end > 0 && end === lineStart(text, end)) return cut(text, end, end, lines.join(eol) + eol);
  const at = lineEnd(text, end);
  if (!/^[\t ]*(?:#.*)?$/.test(text.slice(end, at))) throw new Fault('edit_unsafe', 'there is more on the line');
  return cut(text, at, at, eol + lines.join(eol));
}

function atEndOf(text: string, lines: string[]): Splice {
  const eol = lineBreakOf(text);
  const isComplete = text === '' || text.endsWith('\n');
  return cut(text, text.length, text.length, `${isComplete ? '' : eol}${lines.join(eol)}${eol}`);
}

function inFlow(text: string, container: Collection, written: string): Splice {
  const at = (container.range?.[0] ?? 0) + 1;
  return cut(text, at, at, container.items.length > 0 ? `${written}, ` : written);
}

function outOfFlow(text: string, from: number, to: number): Splice {
  const after = /^\s*,[\t ]*/.exec(text.slice(to));
  if (after) return cut(text, from, to + after[0].length);
  const before = /,\s*$/.exec(text.slice(0, from));
  return cut(text, before ? before.index : from, to);
}

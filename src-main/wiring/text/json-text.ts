import { parseTree, type Node, type ParseError } from 'jsonc-parser';
import { Fault } from '../../base/fault.ts';
import { indentAt, isFirstOnLine, lineBreakOf, lineEnd, wholeLines } from './lines.ts';
import { cut, type Place, type Splice, type TextEditor } from './splice.ts';

/** JSON with comments and trailing commas. */
export const jsonText: TextEditor = {
  add: (text, { keys }, name, value) => {
    const root = parse(text);
    if (!root) return [newDocument(text, [...keys, name], value)];
    const { object, rest } = descend(root, keys);
    const [member, ...inner] = [...rest, name];
    return [addMember(text, root, object, member, nest(inner, value))];
  },
  read: (text, place, name) => {
    const node = find(text, place, name)?.property.children?.[1];
    return node && text.slice(node.offset, node.offset + node.length);
  },
  replace: (text, place, name, replacement) => {
    const { root, property } = required(text, place, name);
    const node = property.children?.[1] ?? property;
    const isInline = !text.slice(property.offset, node.offset + node.length).includes('\n');
    const written =
      'text' in replacement
        ? replacement.text
        : isInline && root.length > 2 && isInlineIn(text, property)
          ? inline(replacement.value, isCompact(text, root))
          : render(replacement.value, text, indentAt(text, property.offset), unitOf(text, root));
    return [cut(text, node.offset, node.offset + node.length, written)];
  },
  remove: (text, place, name) => {
    const { object, property } = required(text, place, name);
    const siblings = object.children ?? [];
    const index = siblings.indexOf(property);
    const end = property.offset + property.length;
    const comma = commaIn(text, end, siblings[index + 1]?.offset ?? object.offset + object.length - 1);
    const until = comma === undefined ? end : comma + 1;
    const [from, to] = wholeLines(text, property.offset, until);
    const splices = [cut(text, from, isFirstOnLine(text, property.offset) ? to : afterSpaces(text, to, comma))];
    const before = siblings[index - 1];
    const isLast = comma === undefined && before !== undefined;
    const left = isLast ? commaIn(text, before.offset + before.length, property.offset) : undefined;
    if (left !== undefined) splices.unshift(cut(text, left, left + 1));
    return splices;
  },
};

function parse(text: string): Node | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  if (errors.length > 0) throw new Fault('config_invalid', 'the file is not JSON');
  if (root && root.type !== 'object') throw new Fault('config_unsuitable', 'the file has no object');
  return root;
}

/** The innermost object on the way that exists, and the keys that lead on from there. */
function descend(root: Node, keys: readonly string[]): { object: Node; rest: readonly string[] } {
  let object = root;
  for (const [index, key] of keys.entries()) {
    const value = memberOf(object, key)?.children?.[1];
    if (!value) return { object, rest: keys.slice(index) };
    if (value.type !== 'object') throw new Fault('config_unsuitable', `${key} is no object`);
    object = value;
  }
  return { object, rest: [] };
}

function memberOf(object: Node, key: string): Node | undefined {
  const found = (object.children ?? []).filter((property) => property.children?.[0]?.value === key);
  if (found.length > 1) throw new Fault('config_duplicate', 'a key is there twice', { values: { name: key } });
  return found[0];
}

function find(text: string, { keys }: Place, name: string): { root: Node; object: Node; property: Node } | undefined {
  const root = parse(text);
  if (!root) return undefined;
  const { object, rest } = descend(root, keys);
  const property = rest.length === 0 ? memberOf(object, name) : undefined;
  return property && { root, object, property };
}

function required(text: string, place: Place, name: string): { root: Node; object: Node; property: Node } {
  const found = find(text, place, name);
  if (!found) throw new Fault('entry_changed', 'there is no entry of that name', { values: { name } });
  return found;
}

function newDocument(text: string, way: readonly string[], value: unknown): Splice {
  const eol = lineBreakOf(text);
  const document = `${JSON.stringify(nest(way, value), undefined, 2).replaceAll('\n', eol)}${eol}`;
  if (text.trim() === '') return cut(text, 0, text.length, document);
  // Comments alone stay above.
  return cut(text, text.length, text.length, (text.endsWith('\n') ? '' : eol) + document);
}

const nest = (way: readonly string[], value: unknown): unknown =>
  way.reduceRight((inner: unknown, key) => ({ [key]: inner }), value);

function addMember(text: string, root: Node, object: Node, key: string, value: unknown): Splice {
  const end = object.offset + object.length - 1;
  const last = object.children?.at(-1);
  if (isInlineIn(text, object) && (last !== undefined || isInlineIn(text, root) !== (root === object))) {
    const isTight = isCompact(text, root);
    const member = `${JSON.stringify(key)}:${isTight ? '' : ' '}${inline(value, isTight)}`;
    if (!last) return cut(text, object.offset + 1, end, isTight ? member : ` ${member} `);
    const after = last.offset + last.length;
    const comma = commaIn(text, after, end);
    const gap = isTight ? '' : ' ';
    return comma === undefined
      ? cut(text, after, after, `,${gap}${member}`)
      : cut(text, comma + 1, comma + 1, `${gap}${member},`);
  }
  const eol = lineBreakOf(text);
  const outer = indentAt(text, object.offset);
  const unit = unitOf(text, root);
  const first = object.children?.[0];
  const indent = first && isFirstOnLine(text, first.offset) ? indentAt(text, first.offset) : outer + unit;
  const member = `${eol}${indent}${JSON.stringify(key)}: ${render(value, text, indent, unit)}`;
  if (last) {
    const after = last.offset + last.length;
    const comma = commaIn(text, after, end);
    const at = afterComments(text, comma === undefined ? after : comma + 1, end);
    if (comma !== undefined) return cut(text, at, at, `${member},`);
    return cut(text, after, at, `,${text.slice(after, at)}${member}`);
  }
  const inner = text.slice(object.offset + 1, end);
  const at = object.offset + 1 + inner.trimEnd().length;
  const tail = text.slice(at, end);
  if (inner.trim() === '' || !tail.includes('\n')) return cut(text, at, end, `${member}${eol}${outer}`);
  return cut(text, at, at, member);
}

const isInlineIn = (text: string, node: Node) => !text.slice(node.offset, node.offset + node.length).includes('\n');

/** Whether the document has no space after colons. */
const isCompact = (text: string, root: Node) =>
  !/":[\t ]/.test(text.slice(root.offset, root.offset + root.length)) && (root.children?.length ?? 0) > 0;

const inline = (value: unknown, isTight: boolean) =>
  isTight ? JSON.stringify(value) : JSON.stringify(value, undefined, 1).replaceAll(/\n */g, ' ');

function render(value: unknown, text: string, indent: string, unit: string): string {
  return JSON.stringify(value, undefined, unit).replaceAll('\n', lineBreakOf(text) + indent);
}

/** What one level is indented by: that of the first member of the document. */
function unitOf(text: string, root: Node): string {
  const first = root.children?.[0];
  const indent = first && isFirstOnLine(text, first.offset) ? indentAt(text, first.offset) : '';
  return indent.slice(indentAt(text, root.offset).length) || '  ';
}

/** The comma between two members: nothing but white space and comments is there besides. */
function commaIn(text: string, from: number, to: number): number | undefined {
  const before = /^(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)*,/.exec(text.slice(from, to))?.[0];
  return before === undefined ? undefined : from + before.length - 1;
}

/** Behind the comments that follow on the same line. */
function afterComments(text: string, from: number, to: number): number {
  const line = text.slice(from, Math.min(to, lineEnd(text, from)));
  const comments = /^(?:[\t ]*\/\*.*?\*\/)*(?:[\t ]*\/\/.*)?/.exec(line)?.[0] ?? '';
  return from + comments.length;
}

/** An entry among others on one line takes the space behind its comma along. */
function afterSpaces(text: string, to: number, comma: number | undefined): number {
  if (comma === undefined) return to;
  return to + (/^ */.exec(text.slice(to))?.[0].length ?? 0);
}

import { parse } from 'jsonc-parser';
import { isRecord } from '../base/is-record.ts';
import { entriesIn } from './entries-in.ts';
import { readEntry, type Entry } from './read-entry.ts';

export type Named = [name: string, entry: Entry];

/** Where programs keep their servers in a document. The second half are keys that have a dot in them. */
const places = [
  ['mcpServers'],
  ['servers'],
  ['mcp_servers'],
  ['context_servers'],
  ['extensions'],
  ['mcp'],
  ['mcp', 'servers'],
  ['projects', '*', 'mcpServers'],
  ['mcp.servers'],
  ['amp.mcpServers'],
];

/**
 * The servers in a document whose program is not known: under the keys that programs use, one entry alone, entries by
 * name, or a `server.json` of the registry. `name` is that of an entry alone.
 */
export function serversIn(document: unknown, name = ''): Named[] {
  if (!isRecord(document)) return [];
  const kept = read(entriesIn(document, places));
  if (kept.length > 0) return kept;
  const entry = readEntry(document);
  if (entry) return [[textOf(document['name'], name), entry]];
  const { remotes } = document;
  if (Array.isArray(remotes)) {
    const called = textOf(document['title'], textOf(document['name'], name));
    return read(remotes.map((each): [string, unknown] => [called, each]));
  }
  return read(Object.entries(document)).filter(([, one]) => one.kind === 'local' || /^https?:/i.test(one.url));
}

/** JSON that people write by hand: with comments, commas too many, brackets too few. Undefined for anything else. */
export function parseLoosely(text: string): unknown {
  try {
    return parse(text, [], { allowTrailingComma: true }) as unknown;
  } catch {
    // It nests deeper than the parser's stack.
    return undefined;
  }
}

function read(entries: readonly [string, unknown][]): Named[] {
  return entries.flatMap(([name, value]): Named[] => {
    const entry = readEntry(value);
    return entry ? [[name, entry]] : [];
  });
}

const textOf = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

import { wordsOf } from './command-words.ts';
import { headerNameIn, readBridge, remote, type Entry } from './read-entry.ts';
import { parseLoosely, serversIn, type Named } from './servers-in.ts';

/** A server in a command line, and where in the text it is. */
export interface Found {
  at: number;
  name: string;
  entry: Entry;
}

/** What begins a command that adds a server to a program, or that leads to one. */
const beginnings = [
  String.raw`(?:[\w.\\/-]+\s+)?mcp\s+add(?:-json)?\s`,
  String.raw`[\w.-]+\s+--add-mcp\s`,
  String.raw`(?:npx|bunx|pnpx|pnpm dlx|yarn dlx|uvx)\s(?:-\S+\s+)*(?:mcp-remote|add-mcp)`,
  String.raw`mcp-remote(?:@\S+)?\s+["']?https?:`,
];

/** The options of these commands that take no value. All others take one. */
const flags = new Set(['-y', '--yes', '--trust', '--client-secret', '--force', '--global', '-g', '--all', '--debug']);

/** Commands in a text that add a server to another program, each read to its end. */
export function addCommands(text: string): Found[] {
  const found: Found[] = [];
  const beginning = new RegExp(`(?<![\\w/-])(?:${beginnings.join('|')})`, 'g');
  for (let match = beginning.exec(text); match; match = beginning.exec(text)) {
    const { words, end } = wordsOf(text.slice(match.index, match.index + 20_000));
    for (const [name, entry] of readCommand(words)) found.push({ at: match.index, name, entry });
    beginning.lastIndex = Math.max(match.index + end, beginning.lastIndex);
  }
  return found;
}

function readCommand(words: readonly string[]): Named[] {
  const add = words.findIndex((word, index) => /^add(?:-json)?$/.test(word) && words[index - 1] === 'mcp');
  const [, json] = words.slice(words.indexOf('--add-mcp'));
  if (words.includes('--add-mcp')) return json === undefined ? [] : serversIn(parseLoosely(json));
  if (add < 0) return bridged(words);
  return words[add] === 'add-json' ? addJson(words.slice(add + 1)) : addOne(words.slice(add + 1));
}

function bridged(words: readonly string[]): Named[] {
  const bridge = readBridge(words);
  if (bridge) return [['', bridge]];
  const { plain, options } = sorted(words.slice(words.findIndex((word) => word.startsWith('add-mcp')) + 1));
  const url = plain.find(isAddress);
  if (url === undefined) return [];
  return [[options.get('--name')?.[0] ?? options.get('-n')?.[0] ?? '', remote(url, headersIn(options))]];
}

function addJson(words: readonly string[]): Named[] {
  const { plain } = sorted(words);
  const json = plain.find((word) => word.trimStart().startsWith('{'));
  const name = plain.find((word) => word !== json);
  return json === undefined ? [] : serversIn(parseLoosely(json), name);
}

/** `NAME URL` with options anywhere, `NAME --url URL`, `NAME -- COMMAND…`, or `NAME COMMAND…`. */
function addOne(words: readonly string[]): Named[] {
  const dashes = words.indexOf('--');
  const before = dashes < 0 ? words : words.slice(0, dashes);
  const { plain, options } = sorted(before);
  const url = options.get('--url')?.[0] ?? plain.find(isAddress);
  const name = plain.find((word) => word !== url) ?? '';
  const command = dashes < 0 ? plain.slice(1) : words.slice(dashes + 1);
  const bridge = readBridge(dashes < 0 ? words : command);
  const variables = [...(options.get('-e') ?? []), ...(options.get('--env') ?? [])];
  const named = variables.map((each) => `variable ${headerNameIn(each)}`);
  if (bridge) return [[name, { ...bridge, leftOut: [...bridge.leftOut, ...named] }]];
  if (url === undefined) return command.length > 0 && name !== '' ? [[name, { kind: 'local' }]] : [];
  const clientId = options.has('--client-id') ? ['client_id'] : [];
  return [[isAddress(name) ? '' : name, remote(url, headersIn(options), [...clientId, ...named])]];
}

const isAddress = (word: string): boolean => /^https?:\/\//i.test(word);

function headersIn(options: ReadonlyMap<string, string[]>): string[] {
  const headers = [...(options.get('--header') ?? []), ...(options.get('-H') ?? [])].map(headerNameIn);
  return options.has('--bearer-token-env-var') ? [...headers, 'Authorization'] : headers;
}

/** Options with their values, and the words between them. A second header may follow the first without an option. */
function sorted(words: readonly string[]): { plain: string[]; options: Map<string, string[]> } {
  const plain: string[] = [];
  const options = new Map<string, string[]>();
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const [, name = word, joined] = /^(--[\w-]+)=(.*)$/s.exec(word) ?? [];
    if (!/^--?[a-z]/i.test(word)) plain.push(word);
    else if (joined !== undefined) options.set(name, [...(options.get(name) ?? []), joined]);
    else if (flags.has(word)) options.set(word, []);
    else {
      const values = [words[(at += 1)] ?? ''];
      while (/^(?:-H|--header)$/.test(word) && /^[\w-]+:\s/.test(words[at + 1] ?? ''))
        values.push(words[(at += 1)] ?? '');
      options.set(name, [...(options.get(name) ?? []), ...values]);
    }
  }
  return { plain, options };
}

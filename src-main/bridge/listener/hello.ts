import { Secret } from '../../base/secret.ts';
import type { StandardStream } from '../caller/find-caller.ts';
import type { Hello } from '../agent-connection.ts';

/** The first line, with what only the listener needs of it. */
export interface Greeting {
  hello: Hello;
  streams: [input: StandardStream, output: StandardStream];
  /** The key of a forwarding, by which another machine reaches this app. One that cannot be a key is an empty one. */
  forwarding?: Secret;
}

/** The version of the socket's protocol that this app speaks. */
export const protocolVersion = 1;

/**
 * Reads the first line of a connection (docs/bridge.md, "The hello"). Members that are missing or of another kind count
 * as not told; unknown ones are ignored. Undefined: it is no hello.
 */
export function parseHello(line: string): Greeting | undefined {
  const said = parseObject(line);
  const { keyfob, version, argv, connection, cwd, tty, columns, stdio, forwarding } = said ?? {};
  if (typeof keyfob !== 'number' || !(keyfob >= protocolVersion)) return undefined;
  if (!Array.isArray(argv) || !argv.every((argument) => typeof argument === 'string')) return undefined;
  const [input, output, errors] = Array.isArray(tty) ? (tty as unknown[]) : [];
  const streams = Array.isArray(stdio) ? (stdio as unknown[]) : [];
  return {
    hello: {
      version: typeof version === 'string' ? version : '',
      argv,
      connection: wholeNumber(connection, 1),
      cwd: typeof cwd === 'string' && cwd !== '' ? cwd : null,
      tty: [input === true, output === true, errors === true],
      columns: wholeNumber(columns, 0),
    },
    streams: [streamOf(streams[0]), streamOf(streams[1])],
    ...(forwarding !== undefined && { forwarding: new Secret(typeof forwarding === 'string' ? forwarding : '') }),
  };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function wholeNumber(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : otherwise;
}

function streamOf(reported: unknown): StandardStream {
  const { kind, inode, peer } = (reported ?? {}) as { kind?: unknown; inode?: unknown; peer?: unknown };
  if (kind === 'pipe' && typeof inode === 'number') return { kind, inode };
  if (kind === 'socket' && typeof peer === 'number') return { kind, peer };
  return { kind: 'other' };
}

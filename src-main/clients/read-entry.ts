import { isRecord } from '../base/is-record.ts';

/** A server in another client's configuration: on the network, or a program on this computer. */
export type Entry = { kind: 'remote'; url: string; headerNames: string[] } | { kind: 'local' };

/**
 * Parses one server entry. The address is `url`, Windsurf's `serverUrl`, Gemini's `httpUrl`, goose's `uri`, or the
 * argument of the bridge `mcp-remote`, which gives clients for local servers access to remote ones. Only the names of
 * headers are kept: their values are credentials, and Keyfob signs in by itself. Undefined for anything else.
 */
export function readEntry(value: unknown): Entry | undefined {
  if (!isRecord(value)) return undefined;
  const { url, serverUrl, httpUrl, uri, headers, http_headers: tomlHeaders } = value;
  const address = [url, serverUrl, httpUrl, uri].find((each) => typeof each === 'string');
  if (typeof address === 'string') return remote(address, headers ?? tomlHeaders);
  const command = commandOf(value);
  if (command === undefined) return undefined;
  const bridged = addressOfBridge(command);
  return bridged === undefined ? { kind: 'local' } : remote(bridged, undefined);
}

/**
 * The command line of a server that the program starts itself: `command` with `args`, goose's `cmd`, or opencode's
 * list. Undefined for anything else.
 */
export function commandOf(value: unknown): unknown[] | undefined {
  if (!isRecord(value)) return undefined;
  const { command, cmd, args } = value;
  if (Array.isArray(command)) return command;
  const program = command ?? cmd;
  return typeof program === 'string' ? [program, ...(Array.isArray(args) ? (args as unknown[]) : [])] : undefined;
}

function remote(url: string, headers: unknown): Entry {
  return { kind: 'remote', url, headerNames: isRecord(headers) ? Object.keys(headers) : [] };
}

/** Matches `npx -y mcp-remote@latest https://…` in all its variants. */
function addressOfBridge(words: unknown[]): string | undefined {
  const texts = words.filter((word) => typeof word === 'string');
  const bridge = texts.findIndex((word) => /(?:^|[\\/])mcp-remote(?:@[\w.-]+)?(?:\.cmd)?$/.test(word));
  return bridge < 0 ? undefined : texts.slice(bridge + 1).find((word) => /^https?:\/\//i.test(word));
}

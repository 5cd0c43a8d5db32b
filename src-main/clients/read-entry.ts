import { isRecord } from '../base/is-record.ts';
import { wordsOf } from './command-words.ts';

/** A server on the network, as far as Keyfob takes it over. */
export interface RemoteEntry {
  kind: 'remote';
  url: string;
  headerNames: string[];
  /** What else the entry would do: `command NAME`, `variable NAME` or `client_id`. Never a value. */
  leftOut: string[];
}

/** A server in another client's configuration: on the network, or a program on this computer. */
export type Entry = RemoteEntry | { kind: 'local' };

/**
 * Parses one server entry. The address is `url`, Windsurf's `serverUrl`, Gemini's `httpUrl`, goose's `uri`, or the
 * argument of the bridge `mcp-remote`, which gives clients for local servers access to remote ones. Only the names of
 * headers are kept: their values are credentials, and Keyfob signs in by itself. Undefined for anything else.
 */
export function readEntry(value: unknown): Entry | undefined {
  if (!isRecord(value)) return undefined;
  const { url, serverUrl, httpUrl, uri } = value;
  const address = [url, serverUrl, httpUrl, uri].find((each) => typeof each === 'string');
  if (typeof address === 'string') return remote(address, headerNamesOf(value), registered(value));
  const command = commandOf(value);
  if (command === undefined) return undefined;
  const bridged = readBridge(command);
  if (bridged === undefined) return { kind: 'local' };
  return { ...bridged, leftOut: [...bridged.leftOut, ...variablesOf(value)] };
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

/** A command line that does nothing but lead to a server on the network: `npx -y mcp-remote@latest https://…`. */
export function readBridge(command: readonly unknown[]): RemoteEntry | undefined {
  // Some programs accept the whole line as the command, or as one argument.
  const texts = command.filter((word) => typeof word === 'string').flatMap(splitLine);
  const bridge = texts.findIndex((word) => /(?:^|[\\/])mcp-remote(?:@[\w.-]+)?(?:\.cmd)?$/.test(word));
  if (bridge < 0) return undefined;
  const rest = texts.slice(bridge + 1);
  const url = rest.find((word) => /^https?:\/\//i.test(word));
  if (url === undefined) return undefined;
  const headers = rest.flatMap((word, index) => (rest[index - 1] === '--header' ? [headerNameIn(word)] : []));
  const clientId = rest.includes('--static-oauth-client-info') ? ['client_id'] : [];
  return remote(url, headers, ['command mcp-remote', ...clientId]);
}

/** The name in `Authorization: Bearer …`. */
export function headerNameIn(line: string): string {
  return (/^[^:=]*/.exec(line)?.[0] ?? '').trim();
}

/** Each name once, however it is written. */
export function remote(url: string, headerNames: readonly string[], leftOut: readonly string[] = []): RemoteEntry {
  const names = new Map(headerNames.filter((name) => name !== '').map((name) => [name.toLowerCase(), name]));
  return { kind: 'remote', url, headerNames: [...names.values()], leftOut: [...new Set(leftOut)] };
}

/** What another program would send: written there, or read from variables, as Codex does. */
function headerNamesOf(value: Record<string, unknown>): string[] {
  const { headers, http_headers: written, env_http_headers: read, bearer_token_env_var: bearer } = value;
  const options = isRecord(value['requestOptions']) ? value['requestOptions']['headers'] : undefined;
  const names = [headers, written, read, options].flatMap((each) => (isRecord(each) ? Object.keys(each) : []));
  return typeof bearer === 'string' ? [...names, 'Authorization'] : names;
}

/** A client ID that was registered for another program. */
function registered(value: Record<string, unknown>): string[] {
  const { oauth, auth } = value;
  const has = [oauth, auth].some(
    (each) => isRecord(each) && ['clientId', 'client_id', 'CLIENT_ID'].some((name) => Object.hasOwn(each, name)),
  );
  return has ? ['client_id'] : [];
}

function variablesOf(value: Record<string, unknown>): string[] {
  const { env, envs, environment } = value;
  const found = [env, envs, environment].find(isRecord);
  return Object.keys(found ?? {}).map((name) => `variable ${name}`);
}

function splitLine(word: string): string[] {
  return /\smcp-remote|mcp-remote\S*\s/.test(word) ? wordsOf(word).words : [word];
}

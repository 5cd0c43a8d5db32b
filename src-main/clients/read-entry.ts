import { isRecord } from '../base/is-record.ts';

/** A server in another client's configuration: on the network, or a program on this computer. */
export type Entry = { kind: 'remote'; url: string; headerNames: string[] } | { kind: 'local' };

/**
 * Parses one server entry. The address is `url`, Windsurf's `serverUrl`, or the argument of the bridge `mcp-remote`,
 * which gives clients for local servers access to remote ones. Only the names of headers are kept: their values are
 * credentials, and Keyfob signs in by itself. Undefined for anything else.
 */
export function readEntry(value: unknown): Entry | undefined {
  if (!isRecord(value)) return undefined;
  const { url, serverUrl, command, args, headers, http_headers: tomlHeaders } = value;
  const address = [url, serverUrl].find((each) => typeof each === 'string');
  if (typeof address === 'string') return remote(address, headers ?? tomlHeaders);
  if (typeof command !== 'string') return undefined;
  const bridged = addressOfBridge([command, ...(Array.isArray(args) ? args : [])]);
  return bridged === undefined ? { kind: 'local' } : remote(bridged, undefined);
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

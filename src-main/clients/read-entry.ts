/** A server as another program has it: one that is asked over the network, or a program on this computer. */
export type Entry = { kind: 'remote'; url: string; headerNames: string[] } | { kind: 'local' };

/**
 * Reads what stands under a server's name. The address is `url`, `serverUrl` with Windsurf, or the argument of the bridge
 * `mcp-remote`, by which programs that only know local servers reach the others. Values of headers are nobody's business here:
 * where one signs in, Keyfob does that itself. Undefined for what is neither.
 */
export function readEntry(value: unknown): Entry | undefined {
  if (!isObject(value)) return undefined;
  const { url, serverUrl, command, args, headers, http_headers: tomlHeaders } = value;
  const address = [url, serverUrl].find((each) => typeof each === 'string');
  if (typeof address === 'string') return remote(address, headers ?? tomlHeaders);
  if (typeof command !== 'string') return undefined;
  const bridged = addressOfBridge([command, ...(Array.isArray(args) ? args : [])]);
  return bridged === undefined ? { kind: 'local' } : remote(bridged, undefined);
}

function remote(url: string, headers: unknown): Entry {
  return { kind: 'remote', url, headerNames: isObject(headers) ? Object.keys(headers) : [] };
}

/** `npx -y mcp-remote@latest https://…`, however it is started. */
function addressOfBridge(words: unknown[]): string | undefined {
  const texts = words.filter((word) => typeof word === 'string');
  const bridge = texts.findIndex((word) => /(?:^|[\\/])mcp-remote(?:@[\w.-]+)?(?:\.cmd)?$/.test(word));
  return bridge < 0 ? undefined : texts.slice(bridge + 1).find((word) => /^https?:\/\//i.test(word));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

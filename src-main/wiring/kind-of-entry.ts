import { commandOf, readEntry } from '../clients/read-entry.ts';

/** A server, as the files of programs name it. */
export interface WiredServer {
  /** The name by which agents know it. */
  alias: string;
  url: string;
}

/**
 * Whether an entry is for a server. `ours`: it starts the connector with the server's name. `other`: it has the
 * server's address, or starts a bridge with it or a connector of another place.
 */
export function kindOfEntry(
  value: unknown,
  { alias, url }: WiredServer,
  connector: string,
): 'ours' | 'other' | undefined {
  const entry = readEntry(value);
  if (entry?.kind === 'remote') return comparable(entry.url) === comparable(url) ? 'other' : undefined;
  const [command, verb, name] = commandOf(value) ?? [];
  if (typeof command !== 'string' || verb !== 'mcp' || name !== alias) return undefined;
  if (command === connector || command === 'keyfob') return 'ours';
  return /[\\/]keyfob(?:\.exe)?$/.test(command) ? 'other' : undefined;
}

/** Host and scheme without regard to case, without a default port, a fragment, and slashes at the end. */
function comparable(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { origin, pathname, search } = new URL(address);
  return origin + pathname.replace(/\/+$/, '') + search;
}

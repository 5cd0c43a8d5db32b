import { Fault, isFault } from '../../base/fault.ts';
import { isLoopbackName } from '../../http/address-policy.ts';
import type { GuardedFetch } from '../../http/guarded-fetch.ts';
import type { Server } from '../../store/servers.ts';
import type { Context } from '../context.ts';
import { withSignal } from '../with-signal.ts';
import { probe } from './probe.ts';

/** Where many servers are, if not at the root of their host: Streamable HTTP, then the transport before it. */
const usualPaths = ['/mcp', '/sse'];

/**
 * Where a server may be instead, after this error: at the usual paths if the address has none, and by http if it is on
 * this computer and https is only a guess. Always the same host and port.
 */
export function nearbyAddresses(url: URL, error: unknown, guessedHttps: boolean): URL[] {
  const paths = url.pathname === '/' && !url.search ? usualPaths : [];
  if (isNoServer(error)) return paths.map((path) => new URL(path, url));
  if (!guessedHttps || url.protocol !== 'https:' || !isLoopbackName(url.hostname) || !isNoTls(error)) return [];
  const plain = new URL(url.href.replace(/^https:/, 'http:'));
  return [plain, ...paths.map((path) => new URL(path, plain))];
}

/** Whether there is something else than an MCP server at an address, or nothing. */
export function isNoServer(error: unknown): boolean {
  return isFault(error, 'not_an_mcp_server', 'redirect_refused', 'answer_malformed');
}

/** Whether a server answers at one of the usual paths of the host instead. */
export async function isNearby(url: URL, error: unknown, session: GuardedFetch): Promise<boolean> {
  for (const nearby of nearbyAddresses(url, error, false)) if (await isServer(nearby, session)) return true;
  return false;
}

async function isServer(url: URL, session: GuardedFetch): Promise<boolean> {
  const found = await probe(url, session).catch(() => undefined);
  return found !== undefined && !(found.requiresSignIn && found.isPage);
}

function isNoTls(error: unknown): boolean {
  return isFault(error, 'tls_failed', 'connection_failed', 'connection_refused');
}

/**
 * The error, or one that names the address where a server answers nearby, which the user can use instead. Asked without
 * a token and without the user's headers.
 */
export async function withNearbyAddress(
  context: Context,
  { workspaceId, url }: Pick<Server, 'workspaceId' | 'url'>,
  error: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  for (const nearby of nearbyAddresses(new URL(url), error, true)) {
    const { session } = withSignal(context.outbound({ workspaceId, url: nearby.href }), signal);
    if (!(await isServer(nearby, session))) continue;
    const values = { host: nearby.host, reason: 'found', target: nearby.href, address: nearby.href };
    return new Fault('not_an_mcp_server', `the server is at ${nearby.href}`, { values, cause: error });
  }
  return error;
}

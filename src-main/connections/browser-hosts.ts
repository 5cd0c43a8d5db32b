import type { Server } from '../store/servers.ts';
import type { Context } from './context.ts';
import type { Discovery } from './state/discovery.ts';
import { dropOldest } from '../base/drop-oldest.ts';

const mostHosts = 500;

type Place = Pick<Server, 'workspaceId' | 'url'>;

/**
 * Remembers which host a sign-in at an address opens in the browser, to show it before the next one. In memory, and
 * bounded.
 */
export function noteBrowserHost({ browserHosts }: Context, place: Place, found: Discovery | undefined): void {
  const endpoint = found?.authorizationServer.authorization_endpoint;
  browserHosts.delete(keyOf(place));
  if (endpoint !== undefined) browserHosts.set(keyOf(place), new URL(endpoint).host);
  dropOldest(browserHosts, mostHosts);
}

/** The host that a sign-in at the address opens, if this process has discovered it. */
export function knownBrowserHost({ browserHosts }: Context, place: Place): string | undefined {
  // Fast path: lists ask this for many servers.
  return browserHosts.size === 0 ? undefined : browserHosts.get(keyOf(place));
}

/** Call this when the settings change. */
export function forgetBrowserHost({ browserHosts }: Context, place: Place): void {
  browserHosts.delete(keyOf(place));
}

function keyOf({ workspaceId, url }: Place): string {
  return `${workspaceId} ${url}`;
}

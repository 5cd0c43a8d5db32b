import type { Server } from '../store/servers.ts';
import type { Context } from './context.ts';
import type { Discovery } from './discover.ts';

const mostHosts = 500;

type Place = Pick<Server, 'workspaceId' | 'url'>;

/** Keeps where sign-ins to an address send the browser, for whoever is about to begin one. In memory, and bounded. */
export function noteBrowserHost({ browserHosts }: Context, place: Place, found: Discovery | undefined): void {
  const endpoint = found?.authorizationServer.authorization_endpoint;
  browserHosts.delete(keyOf(place));
  if (endpoint !== undefined) browserHosts.set(keyOf(place), new URL(endpoint).host);
  const [oldest] = browserHosts.keys();
  if (browserHosts.size > mostHosts && oldest !== undefined) browserHosts.delete(oldest);
}

/** Where a sign-in to the address sends the browser, as far as this process has found that out. */
export function knownBrowserHost({ browserHosts }: Context, place: Place): string | undefined {
  // A list asks this of many servers.
  return browserHosts.size === 0 ? undefined : browserHosts.get(keyOf(place));
}

/** For settings that lead elsewhere. */
export function forgetBrowserHost({ browserHosts }: Context, place: Place): void {
  browserHosts.delete(keyOf(place));
}

function keyOf({ workspaceId, url }: Place): string {
  return `${workspaceId} ${url}`;
}

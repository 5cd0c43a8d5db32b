import type { ServerView } from '../../src-preload/contract.ts';

/** The host of an address, for people; whatever is not an address stays as it is. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host || address : address;
}

/** Where a person signs in for this server. */
export function issuerHost(server: ServerView): string {
  return server.signIn ? hostOf(server.signIn.issuer) : server.host;
}

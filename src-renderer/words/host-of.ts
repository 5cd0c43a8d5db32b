import type { ServerView } from '../../src-preload/contract.ts';

/** The host of an address, for people; whatever is not an address stays as it is. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host || address : address;
}

/** Where a person signs in for this server, or did. */
export function issuerHost({ signIn, endedSignIn, host }: ServerView): string {
  const issuer = (signIn ?? endedSignIn)?.issuer;
  return issuer === undefined ? host : hostOf(issuer);
}

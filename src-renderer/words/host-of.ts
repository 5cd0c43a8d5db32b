import type { ServerView } from '../../src-preload/contract.ts';

/** The host of an address, for display; other text is returned unchanged. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host || address : address;
}

/** The host where the user signs in to this server, or did. */
export function issuerHost({ signIn, endedSignIn, host }: ServerView): string {
  const issuer = (signIn ?? endedSignIn)?.issuer;
  return issuer === undefined ? host : hostOf(issuer);
}

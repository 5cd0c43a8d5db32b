import type { SignInSettings } from '../../../src-preload/contract.ts';
import type { Context } from '../context.ts';
import type { Place } from '../state/by-address.ts';
import type { Discovery } from '../state/discovery.ts';

/** Remembers which authorization server a server named, unless the user chose one. */
export function noteNamedIssuer(
  { namedIssuers }: Context,
  place: Place & Pick<SignInSettings, 'issuer' | 'tokenEndpoint'>,
  found: Discovery | undefined,
): void {
  if (!found || found.guessed || !isNamedByServer(place)) return;
  namedIssuers.set(place, found.authorizationServer.issuer);
}

/**
 * The authorization server that a client entered with these settings is for: the one that the user was shown. Null if
 * the settings name it, or if none is known yet; then it is the first one that the client is used at.
 */
export function issuerForClient(
  { namedIssuers }: Context,
  server: Place & Pick<SignInSettings, 'clientId' | 'issuer' | 'tokenEndpoint'>,
): string | null {
  if (server.clientId === null || !isNamedByServer(server)) return null;
  return namedIssuers.get(server) ?? null;
}

const isNamedByServer = ({ issuer, tokenEndpoint }: Pick<SignInSettings, 'issuer' | 'tokenEndpoint'>): boolean =>
  issuer === null && tokenEndpoint === null;

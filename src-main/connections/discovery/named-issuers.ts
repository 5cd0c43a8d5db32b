import type { SignInSettings, Server } from '../../store/servers.ts';
import type { Context } from '../context.ts';
import type { Discovery } from '../state/discovery.ts';
import { dropOldest } from '../../base/drop-oldest.ts';

const mostIssuers = 500;

type Place = Pick<Server, 'workspaceId' | 'url'>;

/** Remembers which authorization server a server named, unless the user chose one. In memory, and bounded. */
export function noteNamedIssuer(
  { namedIssuers }: Context,
  place: Place & Pick<SignInSettings, 'issuer' | 'tokenEndpoint'>,
  found: Discovery | undefined,
): void {
  if (!found || found.guessed || !isNamedByServer(place)) return;
  namedIssuers.delete(keyOf(place));
  namedIssuers.set(keyOf(place), found.authorizationServer.issuer);
  dropOldest(namedIssuers, mostIssuers);
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
  return namedIssuers.get(keyOf(server)) ?? null;
}

const isNamedByServer = ({ issuer, tokenEndpoint }: Pick<SignInSettings, 'issuer' | 'tokenEndpoint'>): boolean =>
  issuer === null && tokenEndpoint === null;

const keyOf = ({ workspaceId, url }: Place): string => `${workspaceId} ${url}`;

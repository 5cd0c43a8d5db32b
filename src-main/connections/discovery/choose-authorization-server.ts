import { Fault, isFault } from '../../base/fault.ts';
import {
  fetchAuthorizationServerMetadata,
  type AuthorizationServerMetadata,
} from '../../oauth/authorization-server-metadata.ts';
import { addressDifference } from '../../oauth/address-difference.ts';
import { preferredAnswer } from '../../oauth/preferred-answer.ts';
import type { Outbound } from '../../http/guarded-fetch.ts';
import type { SignInSettings } from '../../../src-preload/contract.ts';

/** Authorization servers that Keyfob has used before. */
export interface KnownIssuers {
  /** For this server. */
  signedIn: readonly string[];
  /** For any server of the workspace. */
  registered: readonly string[];
}

interface Choice {
  url: URL;
  settings: Pick<SignInSettings, 'issuer' | 'grantType'>;
  knownIssuers: KnownIssuers;
  outbound: Pick<Outbound, 'metadata'>;
}

/** How many of the named authorization servers are asked, concurrently. */
const mostAsked = 4;

/**
 * Chooses among the authorization servers that a resource names (RFC 9728 section 7.6 leaves that to the client): the
 * one the user chose, else one where Keyfob is registered, else the first with usable metadata. Throws `issuer_changed`
 * if the chosen one is no longer named, and the first one's fault if none is usable.
 */
export async function chooseAuthorizationServer(
  { settings, knownIssuers, outbound, url }: Choice,
  named: readonly string[],
): Promise<AuthorizationServerMetadata> {
  const { issuer: pinned, grantType } = settings;
  const changed = () => {
    const values = { server: url.host, issuer: named[0]?.slice(0, 200) ?? '' };
    return new Fault('issuer_changed', `${url.host} names other authorization servers now`, { values });
  };
  const exact = pinned === null || named.includes(pinned);
  if (!exact && !named.some((issuer) => isSameBut(issuer, pinned))) throw changed();
  const candidates = pinned === null ? inOrder(named, knownIssuers) : [pinned];
  const grant = grantType === 'authorization_code' ? grantType : 'other';
  try {
    return await preferredAnswer(candidates, (issuer, signal) =>
      fetchAuthorizationServerMetadata(
        issuer,
        (asked, init) => outbound.metadata(asked, { ...init, signal: bothOf(signal, init?.signal) }),
        { grant },
      ),
    );
  } catch (error) {
    const reason: unknown = error instanceof AggregateError ? error.errors[0] : error;
    throw !exact && isFault(reason, 'issuer_mismatch') ? changed() : reason;
  }
}

/**
 * Whether the user chose the named authorization server in the spelling that it has itself. Its metadata are still
 * compared with the user's, byte for byte.
 */
function isSameBut(issuer: string, pinned: string): boolean {
  const difference = addressDifference(issuer, pinned);
  return difference === 'slash' || difference === 'spelling';
}

function inOrder(named: readonly string[], { signedIn, registered }: KnownIssuers): string[] {
  const among = (some: readonly string[]) => named.filter((issuer) => some.includes(issuer));
  return [...new Set([...among(signedIn), ...among(registered), ...named])].slice(0, mostAsked);
}

function bothOf(one: AbortSignal, other: AbortSignal | null | undefined): AbortSignal {
  return other ? AbortSignal.any([one, other]) : one;
}

import { Fault, isFault } from '../../base/fault.ts';
import {
  readAuthorizationServerMetadata,
  type AuthorizationServerMetadata,
} from '../../oauth/authorization-server-metadata.ts';
import type { Server } from '../../store/servers.ts';
import type { StoredTokenSet } from '../../store/token-sets.ts';
import type { Context } from '../context.ts';
import { openedFor } from '../open-sealed.ts';
import type { Slot } from '../slot.ts';

/** The slot's tokens; undefined if there are none. Throws `sign_in_ended` if they cannot be decrypted. */
export function storedTokens(context: Context, slot: Slot): StoredTokenSet | undefined {
  return openedFor(context, slot, () => context.store.tokenSets.get(slot.serverId, slot.profileId));
}

/** The authorization server's metadata when the tokens were issued. */
export function issuerOf(
  stored: Pick<StoredTokenSet, 'issuer' | 'authorizationServer' | 'grantType'>,
): AuthorizationServerMetadata {
  const grant = stored.grantType === 'authorization_code' ? stored.grantType : 'other';
  return readAuthorizationServerMetadata(stored.issuer, stored.authorizationServer, { grant });
}

/** Throws `not_signed_in`, `sign_in_ended` if there was a sign-in, or `key_needed` where only a key signs in. */
export function requireTokens(context: Context, slot: Slot): StoredTokenSet {
  const server = context.store.servers.get(slot.workspaceId, slot.serverId);
  const stored = server?.grantType === 'key' ? storedKey(context, slot, server) : storedTokens(context, slot);
  if (stored) return stored;
  const ended = context.store.tokenSets.facts(slot.serverId, slot.profileId)?.endedAt !== undefined;
  throw new Fault(ended ? 'sign_in_ended' : 'not_signed_in', 'there is no token for this slot');
}

function storedKey(context: Context, slot: Slot, { name, url }: Server): StoredTokenSet {
  let cause: unknown;
  try {
    const stored = storedTokens(context, slot);
    if (stored) return stored;
  } catch (error) {
    if (!isFault(error, 'sign_in_ended')) throw error;
    cause = error;
  }
  const values = { host: new URL(url).host, server: name };
  throw new Fault('key_needed', 'there is no key for this slot', { values, cause });
}

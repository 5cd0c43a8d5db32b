import type { RevocationOutcome } from '../../../src-preload/contract.ts';
import { isInvalidThere, revokeToken } from '../../oauth/token-revocation.ts';
import type { Server } from '../../store/servers.ts';
import type { StoredTokenSet } from '../../store/token-sets.ts';
import type { GuardedFetch } from '../../http/guarded-fetch.ts';
import { mapLimit } from '../../base/map-limit.ts';
import { recordActivity } from '../activity.ts';
import type { Context } from '../context.ts';
import { invalidate } from '../invalidate.ts';
import { publishServerChanged } from '../publish-server-changed.ts';
import { outboundTo } from '../server-headers.ts';
import { requireServer, slotOf, type Session, type Slot } from '../slot.ts';
import { issuerOf, storedTokens } from '../tokens/stored-tokens.ts';

/** Signs the session's slot out. Returns the actual result of the revocation. */
export async function disconnect(context: Context, session: Session, serverId: string): Promise<RevocationOutcome> {
  const server = requireServer(context.store, session, serverId);
  const slot = slotOf(session, server);
  const outcome = await signOut(context, server, slot);
  recordActivity(context, { ...slot, profileId: session.profileId, kind: 'signed_out' });
  return outcome;
}

/** The maximum number of concurrent sign-outs. */
export const mostSignOuts = 8;

/**
 * Signs a slot out: asks the authorization server to revoke the tokens, then deletes them whatever the answer. A new
 * sign-in that completes meanwhile is kept: its tokens are different and not revoked.
 */
export async function signOut(context: Context, server: Server, slot: Slot): Promise<RevocationOutcome> {
  const { tokenSets, authorizationRequests, clientRegistrations } = context.store;
  context.attempts.forget(slot);
  authorizationRequests.removeForSlot(server.id, slot.profileId);
  context.lateAnswers.drop(slot);
  const givenUp = tokenSets.signIns(server.id, slot.profileId);
  const outcome = await revokeStored(context, slot, server.url);
  tokenSets.remove(server.id, slot.profileId, givenUp);
  clientRegistrations.sweep();
  if (tokenSets.signIns(server.id, slot.profileId).length === 0) invalidate(context, { what: 'tokens', slot });
  publishServerChanged(context, slot);
  return outcome;
}

/** Signs out every slot of a server and cancels pending sign-ins. Returns the worst of the revocation results. */
export async function signOutEverywhere(context: Context, server: Server): Promise<RevocationOutcome> {
  const { id: serverId, workspaceId } = server;
  context.attempts.forgetServer(serverId);
  context.store.authorizationRequests.removeAllOf(serverId);
  const slots = context.store.tokenSets.slotsOf(serverId).map((profileId) => ({ workspaceId, serverId, profileId }));
  const outcomes = await mapLimit(mostSignOuts, slots, (slot) => signOut(context, server, slot));
  return leastToMost.find((outcome) => outcomes.includes(outcome)) ?? 'nothing_to_revoke';
}

const leastToMost = ['failed', 'not_offered', 'confirmed'] as const satisfies RevocationOutcome[];

/** Tokens that cannot be decrypted cannot be revoked; signing out must work nevertheless. */
export async function revokeStored(context: Context, slot: Slot, serverUrl: string): Promise<RevocationOutcome> {
  try {
    const tokens = storedTokens(context, slot);
    // A key is revoked where the user got it.
    if (tokens?.grantType === 'key') return 'nothing_to_revoke';
    if (tokens) {
      const newest = context.accessTokens.unsaved.to(slot, tokens);
      return await revoke(context, slot, serverUrl, { ...tokens, ...newest });
    }
    // Without the keyring, there may be tokens that cannot be decrypted and so not revoked.
    return context.store.tokenSets.isOutOfReach(slot.serverId, slot.profileId) ? 'failed' : 'nothing_to_revoke';
  } catch (error) {
    context.log.warn('revocation failed', { error });
    return 'failed';
  }
}

async function revoke(
  context: Context,
  slot: Slot,
  serverUrl: string,
  tokens: StoredTokenSet,
): Promise<RevocationOutcome> {
  const registration = context.store.clientRegistrations.byId(tokens.registrationId);
  const server = issuerOf(tokens);
  if (!registration || !server.revocation_endpoint) return 'not_offered';
  const { token } = outboundTo(context, { id: slot.serverId, workspaceId: slot.workspaceId, url: serverUrl });
  // An answer from elsewhere would not confirm anything.
  const fetch: GuardedFetch = (url, init) => token(url, { ...init, follow: false });
  // The refresh token first: without it, no new access tokens can be issued (RFC 7009 section 2.1).
  if (tokens.refreshToken) await revokeToken(server, registration, tokens.refreshToken, 'refresh_token', fetch);
  try {
    await revokeToken(server, registration, tokens.accessToken, 'access_token', fetch);
  } catch (error) {
    // With a refresh token, servers should also revoke the access tokens of its grant (RFC 7009 section 2.1).
    if (!tokens.refreshToken || !isInvalidThere(error)) throw error;
  }
  return 'confirmed';
}

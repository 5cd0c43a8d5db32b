import type { RevocationOutcome } from '../../src-preload/contract.ts';
import { revokeToken } from '../oauth/token-revocation.ts';
import type { StoredTokenSet } from '../store/token-sets.ts';
import type { Context } from './context.ts';
import { requireServer, slotOf, type Session, type Slot } from './slot.ts';
import { issuerOf, storedTokens } from './stored-tokens.ts';

/**
 * Signs a slot out: asks the authorization server to revoke the tokens, then deletes them here whatever it said.
 * Returns honestly what it said.
 */
export async function disconnect(context: Context, session: Session, serverId: string): Promise<RevocationOutcome> {
  const server = requireServer(context.store, session, serverId);
  const slot = slotOf(session, server);
  context.attempts.forget(slot);
  context.store.authorizationRequests.removeForSlot(serverId, slot.profileId);
  const outcome = await revokeStored(context, slot, server.url);
  context.store.tokenSets.remove(serverId, slot.profileId);
  context.store.clientRegistrations.sweep();
  context.health.settle(slot);
  context.publish({ type: 'tokens_changed', slot });
  context.publish({ type: 'server_changed', workspaceId: slot.workspaceId, serverId });
  return outcome;
}

/** Tokens that do not open cannot be revoked; that must not keep anyone from signing out. */
export async function revokeStored(context: Context, slot: Slot, serverUrl: string): Promise<RevocationOutcome> {
  try {
    const tokens = storedTokens(context, slot);
    return tokens ? await revoke(context, serverUrl, tokens) : 'nothing_to_revoke';
  } catch (error) {
    context.log.warn('revocation failed', { error: error instanceof Error ? error : undefined });
    return 'failed';
  }
}

async function revoke(context: Context, serverUrl: string, tokens: StoredTokenSet): Promise<RevocationOutcome> {
  const registration = context.store.clientRegistrations.byId(tokens.registrationId);
  const server = issuerOf(tokens);
  if (!registration || !server.revocation_endpoint) return 'not_offered';
  const { token } = context.outbound(serverUrl);
  // The refresh token first: without it, nothing that is left can grow new ones (RFC 7009 section 2.1).
  if (tokens.refreshToken) await revokeToken(server, registration, tokens.refreshToken, 'refresh_token', token);
  await revokeToken(server, registration, tokens.accessToken, 'access_token', token);
  return 'confirmed';
}

import { Fault, isFault } from '../fault.ts';
import { readAuthorizationServerMetadata } from '../oauth/authorization-server-metadata.ts';
import { refreshTokens } from '../oauth/token-request.ts';
import type { Secret } from '../secret.ts';
import type { StoredTokenSet } from '../store/token-sets.ts';
import type { Context } from './context.ts';
import { expiryOf, renewalTime } from './lifetimes.ts';
import { slotKey, type Slot } from './slot.ts';

/** What `accessToken` keeps between calls: tokens in use, and renewals under way. */
export class AccessTokens {
  readonly cached = new Map<string, { token: Secret; until: number }>();
  readonly renewals = new Map<string, Promise<StoredTokenSet>>();

  forget(slot: Slot): void {
    this.cached.delete(slotKey(slot));
  }
}

/**
 * A token for the slot that counts now: cached, stored, or renewed first; a renewal is shared by all who ask meanwhile.
 * Throws `not_signed_in`, `sign_in_ended` where a person has to sign in again, `refresh_unavailable` where trying
 * later may do.
 */
export async function accessToken(context: Context, slot: Slot): Promise<Secret> {
  const cached = context.accessTokens.cached.get(slotKey(slot));
  if (cached && context.now() < cached.until) return cached.token;
  const stored = requireTokens(context, slot);
  const now = context.now();
  if (now < renewalTime(stored)) return keep(context, slot, stored);
  if (stored.refreshToken) {
    try {
      return keep(context, slot, await renew(context, slot, stored));
    } catch (error) {
      // Renewing early is a courtesy: while the old token counts, trouble at the authorization server is not the person's.
      if (isFault(error, 'sign_in_ended') || now >= (stored.expiresAt ?? Infinity)) throw error;
      return stored.accessToken;
    }
  }
  if (now < (stored.expiresAt ?? Infinity)) return stored.accessToken;
  throw new Fault('sign_in_ended', 'the token has expired and cannot be renewed');
}

/**
 * A token to try after `refused` was answered with 401: whatever is newer, else a renewal. Throws `token_refused`
 * where there is neither; that does not delete what is stored.
 */
export async function replacementToken(context: Context, slot: Slot, refused: Secret | undefined): Promise<Secret> {
  context.accessTokens.forget(slot);
  const stored = requireTokens(context, slot);
  if (refused && stored.accessToken.reveal() !== refused.reveal()) return keep(context, slot, stored);
  if (stored.refreshToken) return keep(context, slot, await renew(context, slot, stored));
  throw new Fault('token_refused', 'the server refuses the token, and it cannot be renewed');
}

function requireTokens(context: Context, slot: Slot): StoredTokenSet {
  const stored = context.store.tokenSets.get(slot.serverId, slot.profileId);
  if (stored) return stored;
  const ended = context.store.tokenSets.facts(slot.serverId, slot.profileId)?.endedAt !== undefined;
  throw new Fault(ended ? 'sign_in_ended' : 'not_signed_in', 'there is no token for this slot');
}

function keep(context: Context, slot: Slot, tokens: StoredTokenSet): Secret {
  context.accessTokens.cached.set(slotKey(slot), { token: tokens.accessToken, until: renewalTime(tokens) });
  return tokens.accessToken;
}

/** One renewal per slot at a time. It is nobody's in particular, so a caller that gives up does not end it. */
function renew(context: Context, slot: Slot, stored: StoredTokenSet): Promise<StoredTokenSet> {
  const { renewals } = context.accessTokens;
  const key = slotKey(slot);
  const running = renewals.get(key);
  if (running) return running;
  const renewal = renewOnce(context, slot, stored).finally(() => renewals.delete(key));
  renewals.set(key, renewal);
  return renewal;
}

async function renewOnce(
  context: Context,
  slot: Slot,
  { id, refreshToken, ...stored }: StoredTokenSet,
): Promise<StoredTokenSet> {
  const { store } = context;
  const server = store.servers.get(slot.workspaceId, slot.serverId);
  const registration = store.clientRegistrations.byId(stored.registrationId);
  if (!server || !registration || !refreshToken) throw new Fault('sign_in_ended', 'nothing to renew with');
  const issuedAt = context.now();
  const announce = () =>
    context.publish({ type: 'server_changed', workspaceId: slot.workspaceId, serverId: slot.serverId });
  try {
    const tokens = await refreshTokens({
      server: readAuthorizationServerMetadata(stored.issuer, stored.authorizationServer),
      credentials: registration,
      resource: stored.resource,
      fetch: context.outbound(server.url).token,
      refreshToken,
    });
    const expiresAt = expiryOf(issuedAt, tokens.expiresIn);
    const renewed = store.tokenSets.replaceTokens(id, refreshToken, {
      accessToken: tokens.accessToken,
      ...(tokens.refreshToken && { refreshToken: tokens.refreshToken }),
      scope: tokens.scope ?? stored.scope,
      issuedAt,
      ...(expiresAt !== undefined && { expiresAt }),
    });
    announce();
    // Signed in anew, signed out or removed meanwhile: what is stored now counts, not what was asked for before.
    return renewed ?? requireTokens(context, slot);
  } catch (error) {
    if (isFault(error, 'refresh_refused')) {
      if (!store.tokenSets.end(id, refreshToken, 'refresh_refused', context.now())) return requireTokens(context, slot);
      context.publish({ type: 'tokens_changed', slot });
      announce();
      throw new Fault('sign_in_ended', 'the authorization server ended this sign-in', { cause: error });
    }
    if (isFault(error, 'sign_in_ended', 'not_signed_in')) throw error;
    if (isFault(error, 'client_unknown')) {
      store.clientRegistrations.forget(slot.workspaceId, stored.issuer, registration.returnPath, context.now());
    }
    const host = new URL(stored.issuer).host;
    throw new Fault('refresh_unavailable', `${host} could not renew the token`, { values: { host }, cause: error });
  }
}

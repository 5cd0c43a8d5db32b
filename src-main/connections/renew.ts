import { errorView } from '../error-view.ts';
import { Fault, isFault } from '../fault.ts';
import { isForgotten } from '../oauth/endpoint-request.ts';
import { retryAfter } from '../oauth/retry-after.ts';
import { refreshTokens, type IssuedTokens } from '../oauth/token-request.ts';
import { StoreError } from '../store/errors.ts';
import type { RenewedTokens, StoredTokenSet } from '../store/token-sets.ts';
import { recordActivity } from './activity.ts';
import type { Context } from './context.ts';
import { expiryOf } from './lifetimes.ts';
import { mintTokens } from './mint-tokens.ts';
import { mintedGrants } from './minted-grants.ts';
import type { Slot } from './slot.ts';
import { isNewer, isSealed, issuerOf, openedFor, requireTokens } from './stored-tokens.ts';

/** Whether new tokens can be had without a person. */
export function canRenew({ refreshToken, grantType }: StoredTokenSet): boolean {
  return refreshToken !== undefined || mintedGrants.has(grantType);
}

/**
 * Asks for new tokens and stores them before anyone gets them. Only `invalid_grant` on the refresh token that is still
 * the stored one ends the sign-in (throws `sign_in_ended`); whatever else goes wrong keeps it: `client_unknown` where a
 * person has to sign in because the registration is forgotten, `refresh_unavailable` where trying later may do. What the disk
 * does not take (`storage_failed`) is stored the next time, before anything is asked for again.
 */
export async function renew(context: Context, slot: Slot, stored: StoredTokenSet): Promise<StoredTokenSet> {
  const announce = () =>
    context.publish({ type: 'server_changed', workspaceId: slot.workspaceId, serverId: slot.serverId });
  if (!canRenew(stored)) throw new Fault('sign_in_ended', 'nothing to renew with');
  try {
    const { unsaved } = context.accessTokens;
    const answer = unsaved.to(slot, stored) ?? (await requestRenewal(context, slot, stored));
    const renewed = unsaved.save(context.store, slot, stored, answer);
    context.health.renewed(slot);
    recordActivity(context, { ...slot, kind: 'refreshed' });
    announce();
    // Signed in anew, signed out or removed meanwhile: what is stored now counts, not what was asked for before.
    return renewed ?? requireTokens(context, slot);
  } catch (error) {
    if (isFault(error, 'sign_in_ended', 'not_signed_in')) throw error;
    if (isFault(error, 'refresh_refused')) {
      const ended = context.store.tokenSets.end(stored.id, stored.refreshToken, 'refresh_refused', context.now());
      if (!ended) return requireTokens(context, slot);
      // What the server said about it, for as long as Keyfob runs.
      context.health.note(slot, errorView(error), context.now());
      context.publish({ type: 'tokens_changed', slot });
      announce();
      recordActivity(context, { ...slot, kind: 'refreshed', error });
      throw new Fault('sign_in_ended', 'the authorization server ended this sign-in', { cause: error });
    }
    if (error instanceof StoreError && !isSealed(error)) throw error;
    // That a token which nobody has any more was not renewed is no trouble.
    if (isNewer(requireTokens(context, slot), stored)) throw unavailable(stored.issuer, error);
    const final = needsPerson(stored, error);
    const fault = final ? error : unavailable(stored.issuer, error);
    recordActivity(context, { ...slot, kind: 'refreshed', error: fault });
    // While the old token counts, an authorization server that is away is no trouble yet.
    if (final || context.now() >= (stored.expiresAt ?? Infinity)) {
      const now = context.now();
      context.health.note(slot, errorView(fault), now, { asked: retryAfter(error, now) });
      announce();
    }
    throw fault;
  }
}

/**
 * Trying later changes nothing: the client is unknown, its settings are wrong, or, where tokens are minted, the server says
 * that it may not have them.
 */
function needsPerson({ grantType }: StoredTokenSet, error: unknown): error is Fault {
  if (isForgotten(error)) return true;
  if (isFault(error, 'token_refused')) return mintedGrants.has(grantType);
  return isFault(error, 'client_id_needed', 'endpoint_refused', 'request_invalid');
}

async function requestRenewal(context: Context, slot: Slot, stored: StoredTokenSet): Promise<RenewedTokens> {
  const { store } = context;
  const server = store.servers.get(slot.workspaceId, slot.serverId);
  const registration = openedFor(context, slot, () => store.clientRegistrations.byId(stored.registrationId));
  if (!server || !registration) throw new Fault('sign_in_ended', 'the server or its registration is gone');
  const issuedAt = context.now();
  const { refreshToken, dpopKey, resource, scope } = stored;
  const authorizationServer = issuerOf(stored);
  const fetch = context.outbound(server).token;
  const dpop = dpopKey && (await context.dpopHandles.of(slot, dpopKey));
  try {
    const tokens: IssuedTokens = refreshToken
      ? await refreshTokens({
          server: authorizationServer,
          credentials: registration,
          resource: resource || undefined,
          fetch,
          dpop,
          refreshToken,
        })
      : await mintTokens(context, { server, authorizationServer, registration, resource, scope, fetch, dpop });
    const expiresAt = expiryOf(issuedAt, tokens.expiresIn);
    return {
      accessToken: tokens.accessToken,
      ...(tokens.refreshToken && { refreshToken: tokens.refreshToken }),
      scope: tokens.scope ?? scope,
      issuedAt,
      ...(expiresAt !== undefined && { expiresAt }),
    };
  } catch (error) {
    // The next sign-in registers again by itself.
    if (isForgotten(error)) {
      store.clientRegistrations.forget(registration.id, context.now());
    }
    throw error;
  }
}

function unavailable(issuer: string, cause: unknown): Fault {
  const { host } = new URL(issuer);
  return new Fault('refresh_unavailable', `${host} could not renew the token`, { values: { host }, cause });
}

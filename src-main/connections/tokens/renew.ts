import { errorView } from '../../base/error-view.ts';
import { Fault, isFault } from '../../base/fault.ts';
import { isUnknownClient } from '../../oauth/endpoint-call.ts';
import { retryAfter } from '../../oauth/retry-after.ts';
import { refreshTokens, type IssuedTokens } from '../../oauth/token-grants.ts';
import { StoreError } from '../../store/errors.ts';
import type { RenewedTokens, StoredTokenSet } from '../../store/token-sets.ts';
import { recordActivity } from '../activity.ts';
import type { Context } from '../context.ts';
import { invalidate } from '../invalidate.ts';
import { expiryOf } from '../lifetimes.ts';
import { blameEnteredClient } from './blame-entered-client.ts';
import { authenticateAsWanted } from './authenticate-as-wanted.ts';
import { requestNonInteractiveTokens } from './request-non-interactive-tokens.ts';
import { nonInteractiveGrants } from '../non-interactive-grants.ts';
import { publishServerChanged } from '../publish-server-changed.ts';
import { outboundTo } from '../server-headers.ts';
import type { Slot } from '../slot.ts';
import { issuerOf, requireTokens } from './stored-tokens.ts';
import { isNewer } from '../../store/is-newer.ts';
import { isSealed, openedFor } from '../open-sealed.ts';

/** Whether new tokens can be obtained without the user. */
export function canRenew({ refreshToken, grantType }: StoredTokenSet): boolean {
  return refreshToken !== undefined || nonInteractiveGrants.has(grantType);
}

/**
 * Requests new tokens and stores them before returning them. Only `invalid_grant` for the refresh token that is still
 * stored ends the sign-in (throws `sign_in_ended`); any other failure keeps it: `client_unknown` if the registration is
 * forgotten and the user has to sign in, `refresh_refused` if the authorization server refuses in another way (the same
 * refresh token is not sent again), `refresh_unavailable` if a later try may succeed. A result that the disk refuses
 * (`storage_failed`) is stored at the next try, before any request.
 */
export async function renew(context: Context, slot: Slot, stored: StoredTokenSet): Promise<StoredTokenSet> {
  const announce = () => publishServerChanged(context, slot);
  if (!canRenew(stored)) throw new Fault('sign_in_ended', 'nothing to renew with');
  const { unsaved, refused } = context.accessTokens;
  const before = refused.of(slot, stored);
  if (before) throw before;
  try {
    const answer = unsaved.to(slot, stored) ?? (await requestRenewal(context, slot, stored));
    const renewed = unsaved.save(context.store, slot, stored, answer);
    context.health.renewed(slot);
    recordActivity(context, { ...slot, kind: 'refreshed' });
    announce();
    // Replaced or deleted meanwhile: return what is stored now.
    return renewed ?? requireTokens(context, slot);
  } catch (error) {
    if (isFault(error, 'sign_in_ended', 'not_signed_in')) throw error;
    if (isFault(error, 'refresh_token_invalid')) {
      const ended = context.store.tokenSets.end(stored.id, stored.refreshToken, 'refresh_refused', context.now());
      if (!ended) return requireTokens(context, slot);
      invalidate(context, { what: 'tokens', slot });
      const refusal = refusedBy(stored.issuer, error);
      // The server's reason, kept in memory.
      context.health.note(slot, errorView(refusal), context.now());
      announce();
      recordActivity(context, { ...slot, kind: 'refreshed', error: refusal });
      throw new Fault('sign_in_ended', 'the authorization server ended this sign-in', { cause: error });
    }
    if (error instanceof StoreError && !isSealed(error)) throw error;
    // Replaced meanwhile: ignore.
    if (isNewer(requireTokens(context, slot), stored)) throw unavailable(stored.issuer, error);
    if (stored.refreshToken && isFault(error, 'token_refused') && !isUnknownClient(error)) {
      const refusal = refusedBy(stored.issuer, error);
      refused.add(slot, stored, refusal, context.now());
      // An outage that was shown before is over.
      context.health.clear(slot);
      announce();
      recordActivity(context, { ...slot, kind: 'refreshed', error: refusal });
      throw refusal;
    }
    const final = needsPerson(stored, error);
    const server = context.store.servers.get(slot.workspaceId, slot.serverId);
    const fault = final ? blameEnteredClient(server, error) : unavailable(stored.issuer, error);
    recordActivity(context, { ...slot, kind: 'refreshed', error: fault });
    // While the old token is valid, an unreachable authorization server is not reported.
    if (final || context.now() >= (stored.expiresAt ?? Infinity)) {
      const now = context.now();
      context.health.note(slot, errorView(fault), now, { asked: retryAfter(error, now) });
      announce();
    }
    throw fault;
  }
}

/** The file that the workload's JWT comes from has to be mended; the next request for a token reads it again. */
const assertionFaults = ['assertion_unreadable', 'assertion_invalid', 'assertion_expired'] as const;

/**
 * Whether a retry cannot help: the client is unknown, its settings are wrong or, for non-interactive grants, the server
 * refuses the client.
 */
function needsPerson({ grantType }: StoredTokenSet, error: unknown): error is Fault {
  if (isUnknownClient(error)) return true;
  if (isFault(error, 'token_refused')) return nonInteractiveGrants.has(grantType);
  // Only the user can allow an address in their network.
  if (isFault(error, 'address_refused')) return error.values['forServer'] !== undefined;
  return isFault(error, 'client_id_needed', 'endpoint_refused', 'request_invalid', ...assertionFaults);
}

async function requestRenewal(context: Context, slot: Slot, stored: StoredTokenSet): Promise<RenewedTokens> {
  const { store } = context;
  const server = store.servers.get(slot.workspaceId, slot.serverId);
  const registration = openedFor(context, slot, () => store.clientRegistrations.byId(stored.registrationId));
  if (!server || !registration) throw new Fault('sign_in_ended', 'the server or its registration is gone');
  const issuedAt = context.now();
  const { refreshToken, dpopKey, resource, scope } = stored;
  const authorizationServer = issuerOf(stored);
  const fetch = outboundTo(context, server).token;
  const dpop = dpopKey && (await context.dpopHandles.of(slot, dpopKey));
  try {
    const { answer: tokens } = await authenticateAsWanted(registration, (credentials): Promise<IssuedTokens> => {
      const request = { authorizationServer, fetch, dpop };
      return refreshToken
        ? refreshTokens({ ...request, credentials, resource: resource || undefined, refreshToken })
        : requestNonInteractiveTokens(context, { ...request, server, registration: credentials, resource, scope });
    });
    const expiresAt = expiryOf(issuedAt, tokens.expiresIn);
    return {
      accessToken: tokens.accessToken,
      ...(tokens.refreshToken && { refreshToken: tokens.refreshToken }),
      scope: tokens.scope || scope,
      issuedAt,
      ...(expiresAt !== undefined && { expiresAt }),
    };
  } catch (error) {
    // The next sign-in registers a new client.
    if (isUnknownClient(error)) {
      store.clientRegistrations.forget(registration.id, context.now());
    }
    throw error;
  }
}

/** What the authorization server said, as the fault that the window has words for. */
function refusedBy(issuer: string, { message, serverText, cause }: Fault): Fault {
  return new Fault('refresh_refused', message, { values: { host: new URL(issuer).host }, serverText, cause });
}

function unavailable(issuer: string, cause: unknown): Fault {
  const { host } = new URL(issuer);
  return new Fault('refresh_unavailable', `${host} could not renew the token`, { values: { host }, cause });
}

import { accessToken, replacementToken } from '../connections/tokens/access-token.ts';
import type { AccessToken } from '../connections/state/access-tokens.ts';
import type { Context } from '../connections/context.ts';
import { invalidate } from '../connections/invalidate.ts';
import { grantedScope } from '../connections/tokens/granted-scope.ts';
import type { Slot } from '../connections/slot.ts';
import { requireTokens } from '../connections/tokens/stored-tokens.ts';
import { stripFromResponse } from '../base/strip-secrets.ts';
import { serverWordsIn } from '../base/server-words.ts';
import { Fault } from '../base/fault.ts';
import type { GuardedFetch } from '../http/guarded-fetch.ts';
import { parseBearerChallenge } from '../oauth/bearer-challenge.ts';
import { dpopRequest } from '../oauth/dpop.ts';
import { missingScopes, parseToldScope } from '../oauth/scopes.ts';
import { ForgottenSession, type SessionRequest } from './forgotten-session.ts';
import { keyHeader, tellingOf } from './key-header.ts';
import { noteLateChallenge } from './late-sign-in.ts';

/**
 * A fetch that adds the slot's token or key to every request to its server, and sets no other `Authorization` (RFC 6750
 * section 2.1). After a 401, tries a newer or refreshed token once. Throws `token_refused` if that is refused too,
 * `key_refused` if it was a key, or what resolving a token throws.
 *
 * @param mayForget - Whether the server may have forgotten the session of a request: throws `ForgottenSession` where it
 *   refuses a key, or a token that is not due yet.
 */
export function bearerFetch(
  context: Context,
  slot: Slot,
  serverUrl: URL,
  fetch: GuardedFetch,
  mayForget: (init: SessionRequest) => boolean = () => false,
): GuardedFetch {
  return async (url, init = {}) => {
    const target = new URL(url);
    // The transport only asks its own server. If that ever changes, no token is sent elsewhere.
    if (target.origin !== serverUrl.origin) return fetch(target, init);
    const send = async (token: AccessToken) => {
      requireAddress(context, slot, serverUrl, token);
      const response = await sendWith(context, slot, token, target, init, fetch);
      // If a server quotes the token in an error or a tool's result, it must not reach a log or a window.
      const { token: secret, keyForm } = token;
      return stripFromResponse(response, keyForm ? tellingOf(keyForm, secret.reveal()) : [secret.reveal()]);
    };
    const token = await accessToken(context, slot, init.signal);
    const response = await send(token);
    if (!isRefused(response)) return assertScope(context, slot, target, response);
    await response.body?.cancel();
    // Some servers refuse an unknown session with the status of an unknown token. Renewing could not help there.
    if (token.keyForm) {
      const refused = keyRefused(context, slot, target);
      throw mayForget(init) ? new ForgottenSession(refused) : refused;
    }
    if (mayForget(init) && isStillValid(context, slot)) throw new ForgottenSession(refusedToken(target));
    // The authorization server may have changed: the next sign-in discovers again (MCP 2026-07-28).
    invalidate(context, { what: 'discovery', server: { workspaceId: slot.workspaceId, url: serverUrl.href } });
    const second = await send(await replacementToken(context, slot, token, init.signal));
    if (!isRefused(second)) return assertScope(context, slot, target, second);
    await second.body?.cancel();
    context.accessTokens.forget(slot);
    const challenge = bearerChallenge(second);
    if (challenge?.resourceMetadata || challenge?.scope) noteLateChallenge(context, slot, challenge);
    throw refusedToken(target);
  };
}

const bearerChallenge = ({ headers }: Response) => parseBearerChallenge(headers.get('www-authenticate'));

/** Some servers answer 401 where RFC 6750 section 3.1 has 403: a token with too few scopes. */
const isRefused = (response: Response): boolean =>
  response.status === 401 && bearerChallenge(response)?.error !== 'insufficient_scope';

const refusedToken = ({ host }: URL): Fault =>
  new Fault('token_refused', `${host} refuses a token that is new`, { values: { host } });

/** By what was said when it was issued. */
function isStillValid(context: Context, slot: Slot): boolean {
  const { expiresAt } = requireTokens(context, slot);
  return expiresAt !== undefined && context.now() < expiresAt;
}

/** Only the user has another key. */
function keyRefused(context: Context, slot: Slot, { host }: URL): Fault {
  context.accessTokens.forget(slot);
  return new Fault('key_refused', `${host} refuses the key`, { values: { host } });
}

/** The server's address may have changed since this session was opened or the token was read. */
function requireAddress(context: Context, slot: Slot, serverUrl: URL, token: AccessToken): void {
  if (new URL(token.serverUrl).href === serverUrl.href) return;
  context.accessTokens.forget(slot);
  // Throws if the stored token was issued for another address.
  requireTokens(context, slot);
  throw new Fault('sign_in_ended', 'the token is for another address', { values: { host: serverUrl.host } });
}

/**
 * Sends the token as its type requires: Bearer (RFC 6750 section 2.1), with a DPoP proof (RFC 9449 section 7.1), or as
 * the settings say of a key.
 */
async function sendWith(
  context: Context,
  slot: Slot,
  { token, dpopKey, keyForm }: AccessToken,
  target: URL,
  init: NonNullable<Parameters<GuardedFetch>[1]>,
  fetch: GuardedFetch,
): Promise<Response> {
  const headers = new Headers(init.headers);
  if (dpopKey) {
    const handle = await context.dpopHandles.of(slot, dpopKey);
    const { method = 'GET', body = null, signal = null } = init;
    return dpopRequest(handle, token, target, { method, headers, body, signal }, fetch);
  }
  if (keyForm) headers.set(...keyHeader(keyForm, token.reveal()));
  else headers.set('authorization', `Bearer ${token.reveal()}`);
  return fetch(target, { ...init, headers });
}

/**
 * Throws `more_access_needed` if the token is valid but has insufficient scope (RFC 6750 section 3.1), and records the
 * missing scope for the next sign-in. Only the user can grant more.
 */
async function assertScope(context: Context, slot: Slot, { host }: URL, response: Response): Promise<Response> {
  const challenge = response.status === 403 || response.status === 401 ? bearerChallenge(response) : undefined;
  if (challenge?.error !== 'insufficient_scope') return response;
  const serverText = challenge.errorDescription ?? serverWordsIn(await response.text());
  const wanted = parseToldScope(challenge.scope).join(' ');
  if (wanted) context.health.noteWantedScope(slot, wanted);
  const lacking = missingScopes(grantedScope(context, slot), wanted);
  throw new Fault('more_access_needed', `${host} wants a wider scope`, {
    values: { host, scopes: lacking.join(' ') },
    serverText,
    missingScopes: lacking,
  });
}

import { Fault } from '../../base/fault.ts';
import { readAuthorizationServerMetadata } from '../../oauth/authorization-server-metadata.ts';
import { parseAuthorizationResponse, validateAuthorizationResponse } from '../../oauth/authorization-response.ts';
import { refusedAdded } from '../../oauth/added-parameters.ts';
import { isUnknownClient } from '../../oauth/endpoint-call.ts';
import { exchangeAuthorizationCode } from '../../oauth/token-grants.ts';
import type { PendingAuthorization } from '../../store/authorization-requests.ts';
import type { Attempt } from '../state/attempts.ts';
import { authenticateAsWanted } from '../tokens/authenticate-as-wanted.ts';
import { bindTokens } from '../tokens/bind-tokens.ts';
import { completeAttempt } from './complete-attempt.ts';
import type { Context } from '../context.ts';
import { failAttempt } from './fail-attempt.ts';
import { authorizationLifetime } from '../lifetimes.ts';
import { publishServerChanged } from '../publish-server-changed.ts';
import { restart } from '../registration/restart.ts';
import { keepMethod } from '../registration/keep-method.ts';
import { formOf } from '../registration/redirect-form.ts';
import { restartWithNewClient } from '../registration/restart-with-new-client.ts';
import { saveTokens } from './save-tokens.ts';
import { outboundTo } from '../server-headers.ts';
import type { Slot } from '../slot.ts';
import { withSignal } from '../with-signal.ts';

/**
 * Finishes a sign-in from the redirect URL, independent of return path and process: it needs only the stored request,
 * which is deleted so that each URL is used once (RFC 9700 section 4.7.1). Throws `state_unknown` if there is no such
 * request, and `response_invalid` for a URL that is no response: the caller ignores both, and nothing has changed. Any
 * other fault has ended the attempt, if this process has it. If the attempt is cancelled during the code exchange,
 * rejects with an AbortError and stores nothing.
 *
 * The answer to a cancelled sign-in is only kept, until its user asks for it (`late`).
 */
export async function finishAuthorization(context: Context, url: string, { late = false } = {}): Promise<void> {
  const { parameters, state } = parseAuthorizationResponse(url);
  if (!late && keepLate(context, url, state)) return;
  const pending = takeRequest(context, state);
  const attempt = pending && attemptOf(context, pending);
  if (!attempt) throw new Fault('state_unknown', 'no sign-in waits for this answer');
  try {
    await exchange(context, { pending, attempt, url, parameters });
  } catch (error) {
    const without = attempt.takeStartWithout(refusedAdded(error, attempt.added, pending.scope));
    if (await restart(context, attempt, without)) return;
    if (isUnknownClient(error) && (await restartWithNewClient(context, attempt, pending.registrationId))) return;
    failAttempt(context, attempt, error);
    throw error;
  }
  completeAttempt(context, attempt);
}

/** Keeps the answer to a cancelled sign-in. Returns whether it is one; what is no code ends with it. */
function keepLate(context: Context, url: string, state: string): boolean {
  const { authorizationRequests, profiles } = context.store;
  const found = authorizationRequests.cancelled(state);
  if (!found) return false;
  const { serverId, profileId, initiatorId, redirectUri, createdAt } = found;
  const workspaceId = profiles.get(initiatorId)?.workspaceId;
  const until = createdAt + authorizationLifetime;
  if (workspaceId === undefined || context.now() >= until || !url.startsWith(`${redirectUri}?`))
    throw new Fault('state_unknown', 'no sign-in waits for this answer');
  const slot: Slot = { workspaceId, serverId, profileId };
  if (!new URL(url).searchParams.has('code')) {
    authorizationRequests.removeForSlot(serverId, profileId);
    return true;
  }
  context.lateAnswers.keep(slot, { url, initiatorId, until });
  publishServerChanged(context, slot);
  return true;
}

/** If the stored request cannot be decrypted, its attempt fails. */
function takeRequest(context: Context, state: string): PendingAuthorization | undefined {
  try {
    return context.store.authorizationRequests.take(state);
  } catch (error) {
    const attempt = context.attempts.waitingFor(state);
    if (attempt) failAttempt(context, attempt, error);
    throw error;
  }
}

/** The attempt that this process waits with; if another process began it, a new one. None if the server is gone. */
function attemptOf(
  context: Context,
  { state, initiatorId, serverId, profileId }: PendingAuthorization,
): Attempt | undefined {
  const waiting = context.attempts.waitingFor(state);
  if (waiting) return waiting;
  const { attempts, store } = context;
  const workspaceId = store.profiles.get(initiatorId)?.workspaceId;
  if (workspaceId === undefined || !store.servers.get(workspaceId, serverId)) return undefined;
  const slot: Slot = { workspaceId, serverId, profileId };
  const changed = () => publishServerChanged(context, slot);
  return attempts.active(slot) ?? attempts.begin(slot, initiatorId, context.now, changed);
}

interface ReceivedResponse {
  pending: PendingAuthorization;
  attempt: Attempt;
  url: string;
  parameters: URLSearchParams;
}

async function exchange(context: Context, { pending, attempt, url, parameters }: ReceivedResponse): Promise<void> {
  if (context.now() - pending.createdAt > authorizationLifetime)
    throw new Fault('request_expired', 'the answer came too late');
  if (!url.startsWith(`${pending.redirectUri}?`))
    throw new Fault('response_invalid', 'the answer came by another redirect than was requested');
  const registration = context.store.clientRegistrations.byId(pending.registrationId);
  if (!registration) throw new Fault('client_unknown', 'the registration of this request is gone');

  const authorizationServer = readAuthorizationServerMetadata(pending.issuer, pending.authorizationServer);
  const response = validateAuthorizationResponse(authorizationServer, registration.clientId, parameters, pending.state);
  attempt.endWaitingStep?.('done');
  attempt.enter('exchanging');
  const { slot } = attempt;
  const exchanged = {
    authorizationServer,
    resource: pending.resource || undefined,
    fetch: withSignal(
      outboundTo(context, { id: pending.serverId, workspaceId: slot.workspaceId, url: pending.serverUrl }),
      attempt.signal,
    ).token,
    response,
    redirectUri: pending.redirectUri,
    codeVerifier: pending.codeVerifier,
  };
  await attempt.trace.step('token', new URL(authorizationServer.token_endpoint).host, async (facts) => {
    const issuedAt = context.now();
    const { answer, registration: accepted } = await authenticateAsWanted(registration, (credentials) =>
      bindTokens(context, slot, pending.dpopKey, (dpop) =>
        exchangeAuthorizationCode({ ...exchanged, credentials, dpop }),
      ),
    );
    const { answer: tokens, dpopKey } = answer;
    facts.renewable = tokens.refreshToken !== undefined;
    await saveTokens(
      context,
      attempt,
      {
        initiatorId: pending.initiatorId,
        serverUrl: pending.serverUrl,
        registration: keepMethod(context, registration, accepted),
        authorizationServer,
        resource: pending.resource,
        scope: pending.scope,
        grantType: 'authorization_code',
        dpopKey,
        issuedAt,
      },
      tokens,
    );
    // The name that this authorization server accepts, whether Keyfob or the user has found it.
    if (registration.kind === 'dynamic' && formOf(pending) === 'localhost')
      context.store.issuerReturnPaths.learn(slot.workspaceId, pending.issuer, 'localhost', context.now());
  });
}

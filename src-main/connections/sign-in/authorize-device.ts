import { setTimeout as delay } from 'node:timers/promises';
import { errorView } from '../../base/error-view.ts';
import { Fault, isFault } from '../../base/fault.ts';
import { requestDeviceAuthorization, type DeviceAuthorization } from '../../oauth/device-authorization.ts';
import { generateDpopKey } from '../../oauth/dpop.ts';
import { isUnknownClient } from '../../oauth/endpoint-call.ts';
import { pollDeviceToken, type IssuedTokens } from '../../oauth/token-grants.ts';
import type { Secret } from '../../base/secret.ts';
import type { ClientRegistration } from '../../store/client-registrations.ts';
import { approvePage } from './approve-page.ts';
import type { SignIn } from '../state/sign-in.ts';
import { authenticateAsWanted } from '../tokens/authenticate-as-wanted.ts';
import { bindTokens } from '../tokens/bind-tokens.ts';
import { completeAttempt } from './complete-attempt.ts';
import type { Context } from '../context.ts';
import { failAttempt } from './fail-attempt.ts';
import { isUnreachable } from '../state/health.ts';
import { keepMethod } from '../registration/keep-method.ts';
import { registrationWithoutRedirect } from '../registration/register.ts';
import { restartWithNewClient } from '../registration/restart-with-new-client.ts';
import { saveTokens } from './save-tokens.ts';

/** The maximum poll interval while the authorization server is unreachable, in seconds. */
const longestInterval = 60;

interface DeviceGrant {
  registration: ClientRegistration;
  authorized: DeviceAuthorization;
  expiresAt: number;
}

/**
 * The second half of `connect` with the device grant (RFC 8628): shows a code and a page to enter it, and returns; then
 * polls in the background until the user has decided. The pending request is kept in memory only: after a restart, the
 * user requests another code.
 */
export async function authorizeDevice(context: Context, signIn: SignIn): Promise<void> {
  const { attempt, outbound, discovery } = signIn;
  const { authorizationServer, scope, resource } = discovery;
  const { host } = new URL(authorizationServer.issuer);
  const registered = await registrationWithoutRedirect(context, signIn);
  const asked = { authorizationServer, scope, resource: resource || undefined };
  const { answer: authorized, registration: accepted } = await attempt.trace.step('device_code', host, () =>
    authenticateAsWanted(registered, (credentials) =>
      requestDeviceAuthorization({ ...asked, credentials, fetch: outbound.token }),
    ),
  );
  const registration = keepMethod(context, registered, accepted);
  // The page is shown as text and as a QR code: both must lead only where the browser could be sent.
  const approve = async (address: string) => {
    const url = new URL(address);
    await outbound.assertAllowed(url);
    return approvePage(context, { attempt, discovery, grant: 'device_code', url });
  };
  const { verificationUri, verificationUriComplete } = authorized;
  const page = await approve(verificationUri);
  const pageWithCode = verificationUriComplete === undefined ? undefined : await approve(verificationUriComplete);
  const expiresAt = context.now() + authorized.expiresIn * 1000;
  attempt.deviceCode = {
    userCode: authorized.userCode,
    verificationUri: page.href,
    ...(pageWithCode && { verificationUriComplete: pageWithCode.href }),
    expiresAt,
  };
  attempt.authorizationUrl = pageWithCode ?? page;
  attempt.authorizationServer = host;
  attempt.endWaitingStep = attempt.trace.begin('authorize', host);
  attempt.enter('waiting');
  void finishInBackground(context, signIn, { registration, authorized, expiresAt });
}

/** Failures from here on end the attempt and are published; no caller awaits this promise. */
async function finishInBackground(context: Context, signIn: SignIn, grant: DeviceGrant): Promise<void> {
  const { server, attempt, discovery } = signIn;
  const { authorizationServer, scope, resource } = discovery;
  const { registration } = grant;
  try {
    const { answer, registration: accepted } = await authenticateAsWanted(registration, (client) =>
      pollForTokens(context, signIn, { ...grant, registration: client }),
    );
    const { tokens, issuedAt, dpopKey } = answer;
    const { initiatorId } = attempt;
    const client = keepMethod(context, registration, accepted);
    const signedIn = { initiatorId, serverUrl: server.url, registration: client, authorizationServer, resource, scope };
    attempt.endWaitingStep?.('done');
    await attempt.trace.step('token', new URL(authorizationServer.token_endpoint).host, async (told) => {
      told.renewable = tokens.refreshToken !== undefined;
      await saveTokens(context, attempt, { ...signedIn, grantType: server.grantType, dpopKey, issuedAt }, tokens);
    });
    completeAttempt(context, attempt);
  } catch (error) {
    if (isUnknownClient(error) && (await restartWithNewClient(context, attempt, registration.id))) return;
    failAttempt(context, attempt, error);
  }
}

interface PolledTokens {
  tokens: IssuedTokens;
  issuedAt: number;
  dpopKey: Secret | undefined;
}

/** Polls until the user has decided, at the interval that the server requires (RFC 8628 section 3.5). */
async function pollForTokens(
  context: Context,
  { attempt, outbound, discovery }: SignIn,
  { registration, authorized, expiresAt }: DeviceGrant,
): Promise<PolledTokens> {
  const { authorizationServer, resource } = discovery;
  let dpopKey = discovery.dpop ? await generateDpopKey() : undefined;
  const poll = {
    authorizationServer,
    credentials: registration,
    resource: resource || undefined,
    fetch: outbound.token,
    deviceCode: authorized.deviceCode,
  };
  let { interval } = authorized;
  for (;;) {
    await delay(interval * 1000, undefined, { signal: attempt.signal });
    if (context.now() >= expiresAt) throw new Fault('request_expired', 'nobody typed the code in time');
    const issuedAt = context.now();
    const polled = await bindTokens(context, attempt.slot, dpopKey, (dpop) => pollDeviceToken({ ...poll, dpop })).catch(
      (error: unknown) => {
        if (!isTransient(error)) throw error;
        return undefined;
      },
    );
    attempt.signal.throwIfAborted();
    dpopKey = polled?.dpopKey ?? dpopKey;
    const answer = polled?.answer;
    if (answer && !('pending' in answer)) return { tokens: answer, issuedAt, dpopKey };
    // `slow_down` adds five seconds for good; an unreachable server doubles the interval.
    if (answer === undefined) interval = Math.min(interval * 2, longestInterval);
    else if (answer.slowDown) interval += 5;
  }
}

/** Keep polling while the server is unreachable for a moment: the user may be entering the code. */
function isTransient(error: unknown): boolean {
  return isFault(error, 'server_error') || isUnreachable(errorView(error));
}

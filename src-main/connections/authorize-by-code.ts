import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from '../fault.ts';
import { requestDeviceAuthorization, type DeviceAuthorization } from '../oauth/device-authorization.ts';
import { generateDpopKey } from '../oauth/dpop.ts';
import { pollDeviceToken } from '../oauth/token-request.ts';
import type { ClientRegistration } from '../store/client-registrations.ts';
import type { Authorization } from './authorize.ts';
import { completeAttempt } from './complete-attempt.ts';
import type { Context } from './context.ts';
import { failAttempt } from './fail-attempt.ts';
import { registrationWithoutReturn } from './register.ts';
import { replacingForgotten } from './replace-forgotten.ts';
import { saveTokens } from './save-tokens.ts';

interface Waiting {
  registration: ClientRegistration;
  authorized: DeviceAuthorization;
  expiresAt: number;
}

/**
 * The second half of `connect` for computers without a browser (RFC 8628): shows a code and a page to type it at, and ends;
 * asks in the background until the person has decided there. What is waited for lives in memory: after a restart, the
 * person asks for another code.
 */
export async function authorizeByCode(context: Context, authorization: Authorization): Promise<void> {
  const { server, attempt, outbound, discovery, options } = authorization;
  const { authorizationServer, scope, resource } = discovery;
  const { host } = new URL(authorizationServer.issuer);
  const waiting = await replacingForgotten(context, authorization, options, async (current) => {
    const registration = await attempt.trace.step('registration', host, () =>
      registrationWithoutReturn(context, { server, authorizationServer, outbound, options: current }),
    );
    const asked = { server: authorizationServer, credentials: registration, scope, resource: resource || undefined };
    const authorized = await attempt.trace.step('device_code', host, () =>
      requestDeviceAuthorization({ ...asked, fetch: outbound.token }),
    );
    return { registration, authorized, expiresAt: context.now() + authorized.expiresIn * 1000 };
  });
  const { userCode, verificationUri, verificationUriComplete } = waiting.authorized;
  attempt.deviceCode = {
    userCode,
    verificationUri,
    ...(verificationUriComplete !== undefined && { verificationUriComplete }),
    expiresAt: waiting.expiresAt,
  };
  attempt.authorizationUrl = new URL(verificationUriComplete ?? verificationUri);
  attempt.authorizationServer = host;
  attempt.answered = attempt.trace.begin('authorize', host);
  attempt.enter('waiting');
  // What goes wrong from here on ends the attempt and is published; nobody else waits for it.
  void untilDecided(context, authorization, waiting).catch((error: unknown) => failAttempt(context, attempt, error));
}

async function untilDecided(context: Context, authorization: Authorization, waiting: Waiting): Promise<void> {
  const { server, attempt, outbound, discovery } = authorization;
  const { authorizationServer, scope, resource } = discovery;
  const { registration, authorized, expiresAt } = waiting;
  const dpopKey = discovery.dpop ? await generateDpopKey() : undefined;
  let { interval } = authorized;
  for (;;) {
    await delay(interval * 1000, undefined, { signal: attempt.signal, ref: false });
    if (context.now() >= expiresAt) throw new Fault('request_expired', 'nobody typed the code in time');
    const issuedAt = context.now();
    const answer = await pollDeviceToken({
      server: authorizationServer,
      credentials: registration,
      resource: resource || undefined,
      fetch: outbound.token,
      dpop: dpopKey && (await context.dpopHandles.of(attempt.slot, dpopKey)),
      deviceCode: authorized.deviceCode,
    });
    attempt.signal.throwIfAborted();
    if ('pending' in answer) {
      // RFC 8628 section 3.5: five seconds more, for this and all that follow.
      if (answer.slowDown) interval += 5;
      continue;
    }
    const { slot, initiatorId } = attempt;
    const facts = { slot, initiatorId, registrationId: registration.id, authorizationServer, resource, scope, dpopKey };
    attempt.answered?.('done');
    await attempt.trace.step('token', new URL(authorizationServer.token_endpoint).host, async (told) => {
      told.renewable = answer.refreshToken !== undefined;
      saveTokens(context, { ...facts, grantType: server.grantType, issuedAt }, answer);
    });
    completeAttempt(context, attempt);
    return;
  }
}

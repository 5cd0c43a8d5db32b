import { Fault, isFault } from '../../base/fault.ts';
import { requireCodeGrant } from '../../oauth/authorization-server-metadata.ts';
import { approvePage } from './approve-page.ts';
import type { Attempt } from '../state/attempts.ts';
import type { SignIn } from '../state/sign-in.ts';
import type { Context } from '../context.ts';
import { failAttempt } from './fail-attempt.ts';
import { authorizationLifetime } from '../lifetimes.ts';
import { openInBrowser } from './open-in-browser.ts';
import { otherWays } from '../registration/other-ways.ts';
import { redirectRegistration, type RedirectRegistration } from '../registration/register.ts';
import { pushRequest } from './push-request.ts';
import { storeRequest } from './store-request.ts';

/**
 * The second half of `connect` with the authorization code grant (RFC 6749 section 4.1): registers if needed, stores
 * the request, opens the browser and returns. `finishAuthorization` takes the response.
 */
export async function authorizeCode(context: Context, signIn: SignIn): Promise<void> {
  const { server, attempt, discovery } = signIn;
  const { host } = new URL(discovery.authorizationServer.issuer);
  const approve = (url: URL) => approvePage(context, { attempt, discovery, grant: 'authorization_code', url });
  // Before registration, so that a sign-in that stops here leaves nothing behind.
  await approve(new URL(requireCodeGrant(discovery.authorizationServer)));
  const registration = await register(context, signIn);
  const request = await storeRequest(context, signIn, registration);
  attempt.state = request.state;
  attempt.redirectUri = registration.redirectUri;
  attempt.authorizationUrl = await approve(await pushRequest(context, signIn, registration, request));
  attempt.returnPath = registration.returnPath;
  const ways = await otherWays(context, signIn, registration);
  attempt.otherWays = attempt.added.includes('prompt') ? ['without_consent', ...ways] : ways;
  attempt.signal.throwIfAborted();
  attempt.authorizationServer = host;
  const step = attempt.trace.begin('authorize', host);
  if (signIn.leaveOut.length > 0) step.facts['leftOut'] = signIn.leaveOut.join(' ');
  attempt.endWaitingStep = step;
  expireUnanswered(context, attempt);
  // Before opening the browser: its response may arrive before the system reports that it has opened.
  attempt.enter('opening');
  await openInBrowser(context, server, attempt);
  if (attempt.phase === 'opening') attempt.enter('waiting');
}

/**
 * If the endpoints were guessed and registration is refused, they do not exist: the actual fault is the missing
 * metadata.
 */
async function register(context: Context, signIn: SignIn): Promise<RedirectRegistration> {
  const { server, discovery } = signIn;
  try {
    return await redirectRegistration(context, signIn);
  } catch (cause) {
    if (!discovery.guessed || !isFault(cause, 'registration_refused', 'redirect_refused_by_server')) throw cause;
    const { host } = new URL(server.url);
    throw new Fault('resource_metadata_missing', `${host} does not say who protects it`, { values: { host }, cause });
  }
}

function expireUnanswered(context: Context, attempt: Attempt): void {
  attempt.waitsUntil = context.now() + authorizationLifetime;
  const timer = setTimeout(() => {
    const error = new Fault('request_expired', 'the browser never came back');
    failAttempt(context, attempt, error);
  }, authorizationLifetime);
  timer.unref();
  attempt.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
}

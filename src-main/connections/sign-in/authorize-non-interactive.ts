import { generateDpopKey } from '../../oauth/dpop.ts';
import type { SignIn } from '../state/sign-in.ts';
import { bindTokens } from '../tokens/bind-tokens.ts';
import { completeAttempt } from './complete-attempt.ts';
import type { Context } from '../context.ts';
import { requestNonInteractiveTokens } from '../tokens/request-non-interactive-tokens.ts';
import { registrationWithoutRedirect } from '../registration/register.ts';
import { saveTokens } from './save-tokens.ts';

/** The second half of `connect` for non-interactive grants: ends signed in. */
export async function authorizeNonInteractive(context: Context, signIn: SignIn): Promise<void> {
  const { server, attempt, outbound, discovery } = signIn;
  const { authorizationServer, scope, resource } = discovery;
  const { host } = new URL(authorizationServer.issuer);
  const registration = await registrationWithoutRedirect(context, signIn);
  const wantedKey = discovery.dpop ? await generateDpopKey() : undefined;
  const { slot, initiatorId } = attempt;
  const request = { server, authorizationServer, registration, resource, scope, fetch: outbound.token };
  attempt.authorizationServer = host;
  attempt.enter('exchanging');
  await attempt.trace.step('token', new URL(authorizationServer.token_endpoint).host, async () => {
    const issuedAt = context.now();
    const { answer: tokens, dpopKey } = await bindTokens(context, slot, wantedKey, (dpop) =>
      requestNonInteractiveTokens(context, { ...request, dpop }),
    );
    await saveTokens(
      context,
      attempt,
      {
        initiatorId,
        serverUrl: server.url,
        registration,
        authorizationServer,
        resource,
        scope,
        grantType: server.grantType,
        dpopKey,
        issuedAt,
      },
      tokens,
    );
  });
  completeAttempt(context, attempt);
}

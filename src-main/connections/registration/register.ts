import type { ReturnPath } from '../../../src-preload/contract.ts';
import { Fault, isFault } from '../../base/fault.ts';
import { registerClient } from '../../oauth/client-registration.ts';
import type { ClientRegistration } from '../../store/client-registrations.ts';
import type { Context } from '../context.ts';
import { grantNames } from '../grant-names.ts';
import type { Authorization } from '../state/authorization.ts';
import { chooseRegistration, type RegistrationChoice } from './choose-registration.ts';
import { documentClient } from './client-metadata.ts';
import { openRedirect } from './open-redirect.ts';
import { preregisteredClient } from './preregistered-client.ts';
import { registrationFacts } from './registration-facts.ts';
import { registrationInUse } from './registration-in-use.ts';
import { registrationStep } from './registration-step.ts';
import { saveRegistration } from './save-registration.ts';

/** A registration whose redirect URI leads to this app. */
export type RedirectRegistration = ClientRegistration & { returnPath: ReturnPath };

/**
 * The registration for the authorization code grant, as `chooseRegistration` says, and its listener if it returns by
 * loopback. If the authorization server refuses the redirect URI, tries the other return path, and remembers for the
 * issuer that this one works.
 */
export function redirectRegistration(context: Context, authorization: Authorization): Promise<RedirectRegistration> {
  const { server, discovery, options } = authorization;
  const { authorizationServer } = discovery;
  return registrationStep(authorization, async () => {
    const facts = await registrationFacts(context, server, authorizationServer, options);
    // The authorization code grant always has a return path.
    const choice = chooseRegistration(facts) as RegistrationChoice<ReturnPath>;
    const { ifRefused } = choice;
    try {
      return await obtain(context, authorization, choice);
    } catch (error) {
      if (!ifRefused || !isFault(error, 'redirect_refused_by_server')) throw error;
      const other = chooseRegistration({ ...facts, learned: ifRefused }) as RegistrationChoice<ReturnPath>;
      const registration = await obtain(context, authorization, other).catch((second: unknown) => {
        throw isFault(second, 'redirect_refused_by_server') ? refusedOutright(second) : second;
      });
      const { issuer } = authorizationServer;
      context.store.issuerReturnPaths.learn(server.workspaceId, issuer, ifRefused, context.now());
      return registration;
    }
  });
}

/**
 * The registration for a grant without a redirect, as `chooseRegistration` says. Throws `client_id_needed` if only the
 * user can provide it.
 */
export function registrationWithoutRedirect(
  context: Context,
  authorization: Authorization,
): Promise<ClientRegistration> {
  const { server, discovery, options } = authorization;
  return registrationStep(authorization, async () => {
    const facts = await registrationFacts(context, server, discovery.authorizationServer, options);
    return obtain(context, authorization, chooseRegistration(facts));
  });
}

/** Both return paths were refused, so the redirect URI was not the reason, and another one would not help. */
function refusedOutright({ message, values, serverText, cause }: Fault): Fault {
  return new Fault('registration_refused', message, { values, serverText, cause });
}

/**
 * Does what was chosen. Listens before registering, because the redirect URI names the port; a known registration whose
 * port is taken is replaced.
 */
async function obtain<Path extends ClientRegistration['returnPath']>(
  context: Context,
  { server, attempt, outbound, discovery, options }: Authorization,
  { registration, returnPath }: RegistrationChoice<Path>,
): Promise<ClientRegistration & { returnPath: Path }> {
  const { authorizationServer } = discovery;
  if (registration === 'needed') throw clientNeeded(returnPath, authorizationServer.issuer);
  if (registration === 'pre_registered') {
    const client = preregisteredClient(context, server, authorizationServer, returnPath);
    // RFC 8252 section 7.3: the port of a loopback redirect may differ from the registered one.
    return { ...client, returnPath, redirectUri: await openRedirect(context, attempt, returnPath, client) };
  }
  const earlier = registrationInUse(context, server, authorizationServer, returnPath);
  const redirectUri = await openRedirect(context, attempt, returnPath, earlier);
  const same = earlier?.redirectUri === redirectUri ? { ...earlier, returnPath } : undefined;
  if (same && (registration === 'known' || (registration === 'metadata_document' && !options.registerAgain)))
    return same;
  const document =
    registration === 'metadata_document' ? documentClient(context, server, authorizationServer) : undefined;
  const { grantType } = server;
  if (grantType === 'key') throw new TypeError('a key needs no client');
  const client =
    document ??
    (await registerClient(authorizationServer, redirectUri || undefined, outbound.token, {
      softwareVersion: context.version,
      grantTypes: [grantNames[grantType], 'refresh_token'],
    }));
  const kind = document ? 'metadata_document' : 'dynamic';
  return saveRegistration(context, server, authorizationServer, { ...client, kind, returnPath, redirectUri });
}

function clientNeeded(returnPath: ClientRegistration['returnPath'], issuer: string): Fault {
  const { host } = new URL(issuer);
  return returnPath === 'none'
    ? new Fault('client_id_needed', `${host} takes known clients alone`, { values: { host, issuer } })
    : new Fault('registration_unsupported', `${host} offers no registration`, { values: { host } });
}

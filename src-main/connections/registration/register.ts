import { clientRedirectUri, type RedirectForm, type ReturnPath } from '../../../src-preload/contract.ts';
import { Fault, isFault } from '../../base/fault.ts';
import {
  mayAcceptOtherRedirect,
  newTries,
  registerClient,
  type RegistrationTries,
} from '../../oauth/client-registration.ts';
import { unionOfScopes } from '../../oauth/scopes.ts';
import type { ClientRegistration } from '../../store/client-registrations.ts';
import type { Server } from '../../store/servers.ts';
import type { Context } from '../context.ts';
import { grantNames } from '../grant-names.ts';
import type { SignIn } from '../state/sign-in.ts';
import { chooseRegistration, type RegistrationChoice, type RegistrationFacts } from './choose-registration.ts';
import { documentClient } from './client-metadata.ts';
import { openRedirect } from './open-redirect.ts';
import { preregisteredClient } from './preregistered-client.ts';
import { formOf, returnPathOf } from './redirect-form.ts';
import { registrationFacts } from './registration-facts.ts';
import { registrationInUse } from './registration-in-use.ts';
import { registrationStep } from './registration-step.ts';
import { saveRegistration } from './save-registration.ts';

/** A registration whose redirect URI leads to this app. */
export type RedirectRegistration = ClientRegistration & { returnPath: ReturnPath };

/**
 * The registration for the authorization code grant, as `chooseRegistration` says, and its listener if it returns by
 * loopback. If the authorization server refuses the redirect URI, tries the next form, and remembers for the issuer
 * which one works. A refusal names the redirect URI that a client made by hand needs.
 */
export function redirectRegistration(context: Context, signIn: SignIn): Promise<RedirectRegistration> {
  const { server, discovery, options } = signIn;
  const { issuer } = discovery.authorizationServer;
  const { issuerReturnPaths } = context.store;
  const tries = newTries(discovery.authorizationServer, discovery.scope);
  /** One form after the other, as far as there are any. */
  const registerBy = async (facts: RegistrationFacts): Promise<RedirectRegistration> => {
    // The authorization code grant always has a form.
    const choice = chooseRegistration(facts) as RegistrationChoice<RedirectForm>;
    const { form, ifRefused } = choice;
    try {
      const registration = await obtain(context, signIn, choice, tries);
      if (facts.refused) issuerReturnPaths.learn(server.workspaceId, issuer, form, context.now());
      return registration;
    } catch (error) {
      if (!ifRefused || !mayAcceptOtherRedirect(error) || tries.left === 0)
        throw refusal(error, server, form !== 'app_link');
      return registerBy({ ...facts, requested: ifRefused, refused: true });
    }
  };
  return registrationStep(signIn, async () => registerBy(await registrationFacts(context, server, discovery, options)));
}

/**
 * The registration for a grant without a redirect, as `chooseRegistration` says. Throws `client_id_needed` if only the
 * user can provide it.
 */
export function registrationWithoutRedirect(context: Context, signIn: SignIn): Promise<ClientRegistration> {
  const { server, discovery, options } = signIn;
  const { authorizationServer } = discovery;
  return registrationStep(signIn, async () => {
    const facts = await registrationFacts(context, server, discovery, options);
    return obtain(context, signIn, chooseRegistration(facts), newTries(authorizationServer, discovery.scope));
  });
}

/**
 * A refused registration as the user reads it: with the redirect URI to ask the operator a client for. `outright`: no
 * return path is left to try, so the redirect URI was not the reason.
 */
function refusal(error: unknown, server: Server, outright: boolean): unknown {
  if (!isFault(error, 'registration_refused', 'registration_unsupported', 'redirect_refused_by_server')) return error;
  const { message, serverText, cause } = error;
  const code = outright && error.code === 'redirect_refused_by_server' ? 'registration_refused' : error.code;
  if (code === 'redirect_refused_by_server' || error.values['later'] !== undefined) return error;
  return new Fault(code, message, {
    values: { ...error.values, redirectUri: clientRedirectUri(server) },
    serverText,
    cause,
  });
}

/**
 * Does what was chosen. Listens before registering, because the redirect URI names the port; a known registration whose
 * port is taken is replaced.
 */
async function obtain<Form extends RedirectForm | 'none'>(
  context: Context,
  signIn: SignIn,
  { registration, form }: RegistrationChoice<Form>,
  tries: RegistrationTries,
) {
  const { server, outbound, discovery, options } = signIn;
  const { authorizationServer } = discovery;
  const returnPath = returnPathOf(form);
  if (registration === 'needed') throw clientNeeded(returnPath, authorizationServer.issuer);
  if (registration === 'pre_registered') {
    const client = preregisteredClient(context, server, authorizationServer, returnPath);
    // RFC 8252 section 7.3: the port of a loopback redirect may differ from the registered one, if that has none.
    const wanted = { known: client.redirectUri, fixed: true };
    return { ...client, returnPath, redirectUri: await openRedirect(context, signIn, formOf(client), wanted) };
  }
  const earlier = registrationInUse(context, server, authorizationServer, returnPath);
  const redirectUri = await openRedirect(context, signIn, form, { known: earlier?.redirectUri });
  const same = earlier?.redirectUri === redirectUri ? { ...earlier, returnPath } : undefined;
  if (same && (registration === 'known' || (registration === 'metadata_document' && !options.registerAgain)))
    return same;
  const document =
    registration === 'metadata_document' ? documentClient(context, server, authorizationServer) : undefined;
  const { grantType } = server;
  if (grantType === 'key') throw new TypeError('a key needs no client');
  if (document) {
    const found = { ...document, kind: 'metadata_document', returnPath, redirectUri } as const;
    return saveRegistration(context, server, authorizationServer, found);
  }
  // With the scopes of before: servers with the same issuer share this registration.
  const scope = unionOfScopes(earlier?.scope ?? '', discovery.scope);
  const client = await registerClient(authorizationServer, redirectUri || undefined, outbound.token, {
    softwareVersion: context.version,
    grantTypes: [grantNames[grantType], 'refresh_token'],
    scope,
    tries,
  });
  return saveRegistration(context, server, authorizationServer, {
    ...client,
    kind: 'dynamic',
    returnPath,
    redirectUri,
    ...(scope && !tries.leftOut.has('scope') && { scope }),
  });
}

function clientNeeded(returnPath: ClientRegistration['returnPath'], issuer: string): Fault {
  const { host } = new URL(issuer);
  return returnPath === 'none'
    ? new Fault('client_id_needed', `${host} takes known clients alone`, { values: { host, issuer } })
    : new Fault('registration_unsupported', `${host} offers no registration`, { values: { host } });
}

import type { DiscoveryView, GrantType } from '../../../src-preload/contract.ts';
import { stringList } from '../../oauth/json-answer.ts';
import { parseScope } from '../../oauth/scopes.ts';
import type { Server } from '../../store/servers.ts';
import { chooseRegistration } from '../registration/choose-registration.ts';
import type { Context } from '../context.ts';
import { grantNames } from '../grant-names.ts';
import type { Discovery } from '../state/discovery.ts';
import type { Candidate } from '../discovery/discover-cached.ts';
import { unapprovedHosts } from './approve-page.ts';
import { requireClientIssuer } from '../registration/preregistered-client.ts';
import { leftOutBySettings, scopeWithout } from '../registration/without-added.ts';
import { returnPathOf } from '../registration/redirect-form.ts';
import { registrationFacts } from '../registration/registration-facts.ts';

/** A server, or an address that may become one, with all settings that a sign-in depends on. */
export type Subject = Candidate & Pick<Server, 'name' | 'returnPath' | 'redirectUri' | 'clientIssuer'>;

type SignInPlan = NonNullable<DiscoveryView['plan']>;

/**
 * Describes what a sign-in would do after this discovery. Sends no request, so it cannot foresee that the authorization
 * server refuses a redirect URI, or that the port of a known one is taken. Throws `issuer_changed` if the client that
 * the user entered belongs to another one.
 */
export async function signInPlan(context: Context, subject: Subject, discovery: Discovery): Promise<SignInPlan> {
  const { authorizationServer, issuers, guessed, resource, dpop } = discovery;
  const scope = scopeWithout(discovery, leftOutBySettings(subject));
  const { grantType } = subject;
  if (subject.clientId !== null) requireClientIssuer(subject, authorizationServer.issuer);
  const facts = await registrationFacts(context, subject, { authorizationServer, scope });
  const { registration, form } = chooseRegistration(facts);
  return {
    issuer: authorizationServer.issuer,
    issuers,
    resource,
    scopes: parseScope(scope),
    grantType,
    grantTypes: offeredGrants(stringList(authorizationServer.grant_types_supported)),
    registration,
    returnPath: returnPathOf(form),
    pushed: authorizationServer.require_pushed_authorization_requests === true,
    dpop,
    guessed,
    ...(discovery.basic && { keyPlace: 'basic' as const }),
    ...(await plannedHosts(context, subject, discovery)),
  };
}

/** A device grant's page is only known together with its code. */
async function plannedHosts(
  context: Context,
  subject: Subject,
  discovery: Discovery,
): Promise<Pick<SignInPlan, 'browserHost' | 'answerHost'>> {
  const grant = subject.grantType;
  const endpoint = discovery.authorizationServer.authorization_endpoint;
  if (grant !== 'authorization_code' || endpoint === undefined) return {};
  const url = new URL(endpoint);
  const pair = await unapprovedHosts(context, subject, { discovery, grant, url });
  return { browserHost: url.host, ...(pair && { answerHost: pair.answerHost }) };
}

/** RFC 8414 section 2: a server without a list supports the code grant, and possibly others. */
function offeredGrants(listed: string[] | undefined): GrantType[] {
  const grants = Object.keys(grantNames) as (keyof typeof grantNames)[];
  return grants.filter((grant) => !listed || listed.includes(grantNames[grant]));
}

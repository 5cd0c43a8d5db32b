import { clientReturnPath } from '../../../src-preload/contract.ts';
import { appLinkRedirectUri } from '../../redirect/app-link.ts';
import { missingScopes } from '../../oauth/scopes.ts';
import type { ClientRegistration } from '../../store/client-registrations.ts';
import type { Server } from '../../store/servers.ts';
import type { Context } from '../context.ts';
import type { SignInOptions } from '../state/sign-in.ts';
import type { Discovery } from '../state/discovery.ts';
import type { RegistrationFacts } from './choose-registration.ts';
import { documentClient } from './client-metadata.ts';
import { formOf } from './redirect-form.ts';
import { registrationInUse } from './registration-in-use.ts';

/** A server, or an address that may become one, with the settings that the registration depends on. */
type Subject = Pick<Server, 'workspaceId' | 'clientId' | 'grantType' | 'returnPath' | 'redirectUri'>;

/** Reads what `chooseRegistration` decides by, for a sign-in with this scope. Sends no request. */
export async function registrationFacts(
  context: Context,
  subject: Subject,
  { authorizationServer, scope }: Pick<Discovery, 'authorizationServer' | 'scope'>,
  { returnPath: requested, registerAgain = false }: SignInOptions = {},
): Promise<RegistrationFacts> {
  const { workspaceId, clientId, grantType } = subject;
  const preregistered = clientId !== null;
  return {
    grantType,
    preregistered,
    returnPath: preregistered ? clientReturnPath(subject) : subject.returnPath,
    requested,
    learned: context.store.issuerReturnPaths.get(workspaceId, authorizationServer.issuer),
    appLinksWork: grantType === 'authorization_code' && (await context.appLinksWork()),
    prefersLoopback: context.prefersLoopback ?? false,
    metadataDocument: documentClient(context, subject, authorizationServer) !== undefined,
    known: (['app_link', 'loopback', 'none'] as const)
      .map((path) => registrationInUse(context, subject, authorizationServer, path))
      .filter((known) => known !== undefined)
      .filter((known) => isUsable(known, scope, context.now()))
      .map((known) => formOf(known)),
    registerAgain,
    registersDynamically: authorizationServer.registration_endpoint !== undefined,
  };
}

/** A registration for other scopes cannot get these (RFC 7591 section 2, `scope`). */
function isUsable(known: ClientRegistration, scope: string, now: number): boolean {
  if ((known.secretExpiresAt ?? Infinity) <= now) return false;
  if (known.scope !== undefined && missingScopes(known.scope, scope).length > 0) return false;
  return known.returnPath !== 'app_link' || known.redirectUri === appLinkRedirectUri;
}

import { appLinkRedirectUri } from '../../redirect/app-link.ts';
import type { AuthorizationServerMetadata } from '../../oauth/authorization-server-metadata.ts';
import type { ClientRegistration } from '../../store/client-registrations.ts';
import type { Server } from '../../store/servers.ts';
import type { Context } from '../context.ts';
import type { RedirectOptions } from '../state/authorization.ts';
import type { RegistrationFacts } from './choose-registration.ts';
import { documentClient } from './client-metadata.ts';
import { registrationInUse } from './registration-in-use.ts';

/** A server, or an address that may become one, with the settings that the registration depends on. */
type Subject = Pick<Server, 'workspaceId' | 'clientId' | 'grantType' | 'returnPath'>;

/** Reads what `chooseRegistration` decides by. Sends no request. */
export async function registrationFacts(
  context: Context,
  subject: Subject,
  authorizationServer: AuthorizationServerMetadata,
  { returnPath: requested, registerAgain = false }: RedirectOptions = {},
): Promise<RegistrationFacts> {
  const { workspaceId, clientId, grantType, returnPath } = subject;
  return {
    grantType,
    preregistered: clientId !== null,
    returnPath,
    requested,
    learned: context.store.issuerReturnPaths.get(workspaceId, authorizationServer.issuer),
    appLinksWork: grantType === 'authorization_code' && (await context.appLinksWork()),
    metadataDocument: documentClient(context, subject, authorizationServer) !== undefined,
    known: (['app_link', 'loopback', 'none'] as const).filter((path) =>
      isUsable(registrationInUse(context, subject, authorizationServer, path), context.now()),
    ),
    registerAgain,
    registersDynamically: authorizationServer.registration_endpoint !== undefined,
  };
}

function isUsable(known: ClientRegistration | undefined, now: number): boolean {
  if (!known || (known.secretExpiresAt ?? Infinity) <= now) return false;
  return known.returnPath !== 'app_link' || known.redirectUri === appLinkRedirectUri;
}

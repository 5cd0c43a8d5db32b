import type { AuthorizationServerMetadata } from '../../oauth/authorization-server-metadata.ts';
import type { ClientRegistration } from '../../store/client-registrations.ts';
import type { Server } from '../../store/servers.ts';
import type { Context } from '../context.ts';
import { openedOrNone } from '../open-sealed.ts';
import { documentClient, isByDocument } from './client-metadata.ts';
import { isFor } from './secret-endpoints.ts';

/**
 * The registration that Keyfob made earlier with this return path. None if its secret cannot be decrypted or was for
 * other endpoints (whatever the issuer), or if it belongs to another metadata document than the present one: Keyfob can
 * make a new one.
 */
export function registrationInUse(
  context: Context,
  { workspaceId }: Pick<Server, 'workspaceId'>,
  authorizationServer: AuthorizationServerMetadata,
  returnPath: ClientRegistration['returnPath'],
): ClientRegistration | undefined {
  const { issuer } = authorizationServer;
  const known = openedOrNone(() => context.store.clientRegistrations.get(workspaceId, issuer, returnPath));
  if (!known || !isFor(known, authorizationServer)) return undefined;
  return isByDocument(known, documentClient(context, { workspaceId }, authorizationServer)) ? known : undefined;
}

import { Fault } from '../../base/fault.ts';
import type { AuthorizationServerMetadata } from '../../oauth/authorization-server-metadata.ts';
import type { RegisteredClient } from '../../oauth/client-registration.ts';
import type { ClientRegistration } from '../../store/client-registrations.ts';
import type { Server } from '../../store/servers.ts';
import type { Context } from '../context.ts';
import { secretEndpoints } from './secret-endpoints.ts';

/** A client as the authorization server or the metadata document names it, and what it is for. */
type NewRegistration<Path> = RegisteredClient &
  Pick<ClientRegistration, 'kind' | 'redirectUri' | 'scope'> & { returnPath: Path };

/**
 * Stores a registration that Keyfob made, in place of the earlier one with the same return path. Throws
 * `registration_refused` if its secret has expired already.
 */
export function saveRegistration<Path extends ClientRegistration['returnPath']>(
  context: Context,
  { workspaceId }: Pick<Server, 'workspaceId'>,
  authorizationServer: AuthorizationServerMetadata,
  registration: NewRegistration<Path>,
): ClientRegistration & { returnPath: Path } {
  const { issuer } = authorizationServer;
  const { returnPath, secretExpiresAt = Infinity } = registration;
  const now = context.now();
  if (secretExpiresAt <= now) {
    const { host } = new URL(issuer);
    throw new Fault('registration_refused', `${host} gave a secret that has expired already`, { values: { host } });
  }
  const endpoints = secretEndpoints(authorizationServer);
  const saved = { ...registration, workspaceId, issuer, registeredAt: now, endpoints };
  return { ...context.store.clientRegistrations.save(saved), returnPath };
}

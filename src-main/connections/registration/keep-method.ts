import type { ClientRegistration } from '../../store/client-registrations.ts';
import type { Context } from '../context.ts';

/**
 * Stores how a client that Keyfob registered has to authenticate, if that differs from what its registration said, in
 * place of that registration. Returns the one that is stored.
 */
export function keepMethod(
  context: Context,
  registered: ClientRegistration,
  { tokenEndpointAuthMethod }: Pick<ClientRegistration, 'tokenEndpointAuthMethod'>,
): ClientRegistration {
  if (tokenEndpointAuthMethod === registered.tokenEndpointAuthMethod) return registered;
  return context.store.clientRegistrations.save({
    ...registered,
    tokenEndpointAuthMethod,
    registeredAt: context.now(),
  });
}

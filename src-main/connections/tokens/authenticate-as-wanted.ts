import { isFault } from '../../base/fault.ts';
import { answeredError, isUnknownClient } from '../../oauth/endpoint-call.ts';
import type { ClientRegistration } from '../../store/client-registrations.ts';

type Method = ClientRegistration['tokenEndpointAuthMethod'];

interface Authenticated<Client, Answer> {
  answer: Answer;
  /** The client with the method that was accepted. */
  registration: Client;
}

/**
 * Sends a request as a registered client. Some authorization servers issue a secret to a client that they register
 * without one, or do not say how to send it (RFC 7591 section 2), and then insist on it: if the request is refused for
 * want of the secret, it is sent again with it, by `client_secret_basic` and then by `client_secret_post`. The secret
 * goes to the endpoint that has refused, and to no other. Only for clients that Keyfob registered: how a client made by
 * hand authenticates is a setting.
 */
export async function authenticateAsWanted<Client extends Omit<ClientRegistration, 'id'>, Answer>(
  registration: Client,
  ask: (registration: Client) => Promise<Answer>,
): Promise<Authenticated<Client, Answer>> {
  const methods = methodsOf(registration);
  for (const method of methods) {
    const client = { ...registration, tokenEndpointAuthMethod: method };
    try {
      return { answer: await ask(client), registration: client };
    } catch (error) {
      if (method === methods.at(-1) || !isForWantOfSecret(error)) throw error;
    }
  }
  throw new RangeError('a client has at least one method');
}

function methodsOf({ kind, clientSecret, tokenEndpointAuthMethod: own }: Omit<ClientRegistration, 'id'>): Method[] {
  if (kind !== 'dynamic' || !clientSecret) return [own];
  return [...new Set([own, 'client_secret_basic', 'client_secret_post'])];
}

/** `invalid_client`, or whatever servers in use say instead: RFC 6749 section 5.2. */
function isForWantOfSecret(error: unknown): boolean {
  if (isUnknownClient(error)) return true;
  return (
    answeredError(error) === 'invalid_request' && isFault(error) && /secret|client auth/i.test(error.serverText ?? '')
  );
}

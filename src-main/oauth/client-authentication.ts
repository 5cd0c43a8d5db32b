import { ClientSecretBasic, ClientSecretPost, None, type Client, type ClientAuth } from 'oauth4webapi';
import type { Secret } from '../secret.ts';

/** In order of preference for a native app. */
export const authenticationMethods = ['none', 'client_secret_basic', 'client_secret_post'] as const;

export type AuthenticationMethod = (typeof authenticationMethods)[number];

/** Who asks, and how it proves that. RFC 6749 section 2.3. */
export interface ClientCredentials {
  clientId: string;
  clientSecret?: Secret | undefined;
  tokenEndpointAuthMethod: string;
}

/** The two values that every call of oauth4webapi's token functions starts with. */
export function authenticatedClient(credentials: ClientCredentials): { client: Client; authentication: ClientAuth } {
  const client = { client_id: credentials.clientId };
  const secret = credentials.clientSecret?.reveal();
  if (secret === undefined || credentials.tokenEndpointAuthMethod === 'none') return { client, authentication: None() };
  const byPost = credentials.tokenEndpointAuthMethod === 'client_secret_post';
  return { client, authentication: byPost ? ClientSecretPost(secret) : ClientSecretBasic(secret) };
}

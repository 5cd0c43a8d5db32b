import { ClientSecretPost, modifyAssertion, None, PrivateKeyJwt, type Client, type ClientAuth } from 'oauth4webapi';
import { Fault } from '../base/fault.ts';
import type { Secret } from '../base/secret.ts';
import type { AuthorizationServerMetadata } from './authorization-server-metadata.ts';
import { stringList } from './json-answer.ts';
import { importSigningKey } from './signing-key.ts';

export type AuthenticationMethod = 'none' | 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt';

/** The client and its authentication. RFC 6749 section 2.3, RFC 7523 section 2.2. */
export interface ClientCredentials {
  clientId: string;
  clientSecret?: Secret | undefined;
  /** A private JWK as JSON. */
  privateKey?: Secret | undefined;
  tokenEndpointAuthMethod: string;
}

interface AuthenticatedClient {
  client: Client;
  authentication: ClientAuth;
}

/**
 * The first two arguments of oauth4webapi's token functions. The authentication may be reused: each request gets its
 * own assertion, with the issuer as its only audience (RFC 7523 section 3) and valid for a minute. Throws
 * `request_invalid` if `private_key_jwt` has no key that can sign.
 */
export async function authenticatedClient(credentials: ClientCredentials): Promise<AuthenticatedClient> {
  const client = { client_id: credentials.clientId };
  const { tokenEndpointAuthMethod: method } = credentials;
  if (method === 'private_key_jwt') return { client, authentication: await byPrivateKey(credentials.privateKey) };
  const secret = credentials.clientSecret?.reveal();
  if (secret === undefined || method === 'none') return { client, authentication: None() };
  const byPost = method === 'client_secret_post';
  return { client, authentication: byPost ? ClientSecretPost(secret) : byBasic(secret) };
}

/**
 * RFC 6749 section 2.3.1: both parts form-encoded, which leaves letters, digits and `*-._` unchanged. The library also
 * encodes `-` and `.`, and some authorization servers do not decode, so that they would not recognise most client ids.
 */
function byBasic(secret: string): ClientAuth {
  return (_server, client, _body, headers) => {
    headers.set('authorization', `Basic ${btoa(`${formEncoded(client.client_id)}:${formEncoded(secret)}`)}`);
  };
}

function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}

async function byPrivateKey(privateKey: Secret | undefined): Promise<ClientAuth> {
  if (!privateKey) throw new Fault('request_invalid', 'private_key_jwt without a key');
  const { alg, ...key } = await importSigningKey(privateKey);
  return PrivateKeyJwt(key, {
    // The library sets RFC 9864's `Ed25519`; many authorization servers know only the older name.
    [modifyAssertion]: (header) => {
      header.alg = alg;
    },
  });
}

/**
 * Selects the authentication method from the credentials at hand: a key before a secret, because a secret is sent and a
 * key is not. Without `token_endpoint_auth_methods_supported` it is `client_secret_basic` (RFC 8414 section 2).
 */
export function chooseAuthenticationMethod(
  authorizationServer: Pick<AuthorizationServerMetadata, 'token_endpoint_auth_methods_supported'>,
  { hasSecret, hasKey }: { hasSecret: boolean; hasKey: boolean },
): AuthenticationMethod {
  const assumed = stringList(authorizationServer.token_endpoint_auth_methods_supported) ?? ['client_secret_basic'];
  const possible: AuthenticationMethod[] = [
    ...(hasKey ? (['private_key_jwt'] as const) : []),
    ...(hasSecret ? (['client_secret_basic', 'client_secret_post'] as const) : []),
    'none',
  ];
  return possible.find((method) => assumed.includes(method)) ?? possible[0] ?? 'none';
}

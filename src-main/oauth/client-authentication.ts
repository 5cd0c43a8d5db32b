import { ClientSecretPost, modifyAssertion, None, PrivateKeyJwt, type Client, type ClientAuth } from 'oauth4webapi';
import { Fault } from '../fault.ts';
import type { Secret } from '../secret.ts';
import type { AuthorizationServerMetadata } from './authorization-server-metadata.ts';
import { stringList } from './json-answer.ts';
import { importSigningKey } from './signing-key.ts';

export type AuthenticationMethod = 'none' | 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt';

/** Who asks, and how it proves that. RFC 6749 section 2.3, RFC 7523 section 2.2. */
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
 * The two values that every call of oauth4webapi's token functions starts with. The authentication may be used for several
 * requests: each gets an assertion of its own, for the issuer alone (RFC 7523 section 3), that lives for a minute.
 * Throws `request_invalid` where `private_key_jwt` has no key that can sign.
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
 * RFC 6749 section 2.3.1: both parts form-encoded, which leaves letters, digits and `*-._` as they are. The library also
 * encodes `-` and `.`; servers that do not decode at all, and there are such, then miss most client ids.
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
    // The library has RFC 9864's `Ed25519` here; many servers know the key under its older name alone.
    [modifyAssertion]: (header) => {
      header.alg = alg;
    },
  });
}

/**
 * How to prove who asks, with what there is: a key before a secret, as a secret is sent and a key is not. A server that
 * does not say what it takes takes `client_secret_basic` (RFC 8414 section 2).
 */
export function chooseAuthenticationMethod(
  server: Pick<AuthorizationServerMetadata, 'token_endpoint_auth_methods_supported'>,
  { hasSecret, hasKey }: { hasSecret: boolean; hasKey: boolean },
): AuthenticationMethod {
  const assumed = stringList(server.token_endpoint_auth_methods_supported) ?? ['client_secret_basic'];
  const possible: AuthenticationMethod[] = [
    ...(hasKey ? (['private_key_jwt'] as const) : []),
    ...(hasSecret ? (['client_secret_basic', 'client_secret_post'] as const) : []),
    'none',
  ];
  return possible.find((method) => assumed.includes(method)) ?? possible[0] ?? 'none';
}

import { generateKeyPairSync } from 'node:crypto';
import type { SettingChanges } from '../../src-preload/contract.ts';
import type { AuthorizationServerOptions } from '../fixtures/authorization-server.ts';

type Method = 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt';

/** A preregistered client for the client credentials grant: as the server knows it, and as the user enters it. */
export interface MachineClient {
  clients: NonNullable<AuthorizationServerOptions['clients']>;
  settings: SettingChanges;
  /** A value that must not be visible anywhere. */
  secret: string;
}

/** `other` changes the server's registration. */
export function machineClient(method: Method, other: Record<string, unknown> = {}): MachineClient {
  const clientId = 'night-report';
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const byKey = method === 'private_key_jwt';
  const secret = 's:e+c&r t%20';
  const client = {
    client_id: clientId,
    redirect_uris: [],
    grant_types: ['client_credentials'],
    response_types: [],
    token_endpoint_auth_method: method,
    ...(byKey
      ? { jwks: { keys: [publicKey.export({ format: 'jwk' })] }, token_endpoint_auth_signing_alg: 'ES256' }
      : { client_secret: secret }),
    ...other,
  };
  return {
    clients: [client] as unknown as MachineClient['clients'],
    settings: {
      grantType: 'client_credentials',
      clientId,
      authenticationMethod: method,
      ...(byKey ? { privateKey: { pem } } : { clientSecret: secret }),
    },
    secret: byKey ? (JSON.parse(JSON.stringify(privateKey.export({ format: 'jwk' }))) as { d: string }).d : secret,
  };
}

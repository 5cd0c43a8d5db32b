import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createOutbound } from '../../src-main/http/guarded-fetch.ts';
import { manualAuthorizationServerMetadata } from '../../src-main/oauth/authorization-server-metadata.ts';
import { chooseAuthenticationMethod } from '../../src-main/oauth/client-authentication.ts';
import { generateClientKey, publicJwks } from '../../src-main/oauth/client-key.ts';
import { requestClientCredentialsToken } from '../../src-main/oauth/token-grants.ts';
import { Secret } from '../../src-main/base/secret.ts';
import { fault } from '../support/faults.ts';
import { json, scriptedServer } from '../support/scripted-server.ts';
import { verifiedJwt } from './verified-jwt.ts';

const issuer = 'https://as.example/tenant';

/** The forms of `times` requests with client authentication. */
async function asked(privateKey: Secret | undefined, times = 1) {
  const site = await scriptedServer({ '/token': json({ access_token: 'access-1', token_type: 'Bearer' }) });
  const authorizationServer = manualAuthorizationServerMetadata({ issuer, tokenEndpoint: `${site.origin}/token` });
  const credentials = { clientId: 'client-1', privateKey, tokenEndpointAuthMethod: 'private_key_jwt' };
  for (let time = 0; time < times; time += 1) {
    await requestClientCredentialsToken({
      authorizationServer,
      credentials,
      scope: '',
      fetch: createOutbound('loopback').token,
    });
  }
  return site.requests;
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const storedKey = (key: KeyObject, alg: string) =>
  new Secret(JSON.stringify({ ...key.export({ format: 'jwk' }), alg }));

describe('a signed assertion', () => {
  it('names the client, to the issuer alone, for a minute and once', async () => {
    const key = await generateClientKey();
    const [jwk] = (await publicJwks(key)).keys;
    const requests = await asked(key, 2);
    const jwts = requests.map(({ form }) => verifiedJwt(form.get('client_assertion'), jwk));
    const { header, payload } = jwts[0] ?? { header: {}, payload: {} };
    expect(header).toEqual({ alg: 'ES256', kid: jwk?.kid });
    expect(payload).toMatchObject({ iss: 'client-1', sub: 'client-1', aud: issuer });
    expect(Number(payload.exp) - Date.now() / 1000).toBeLessThanOrEqual(60);
    expect(Number(payload.exp) - Number(payload.iat)).toBe(60);
    expect(new Set(jwts.map((jwt) => jwt.payload.jti)).size).toBe(2);
    expect(requests[0]?.form.get('client_assertion_type')).toBe(
      'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    );
    expect(requests[0]?.form.has('client_secret')).toBe(false);
    expect(requests[0]?.headers.authorization).toBeUndefined();
  });

  it.each([
    ['RS256', rsa],
    ['PS256', rsa],
    ['ES384', generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey],
    ['EdDSA', generateKeyPairSync('ed25519').privateKey],
  ])('is signed with %s', async (alg, privateKey) => {
    const key = storedKey(privateKey, alg);
    const [jwk] = (await publicJwks(key)).keys;
    const [request] = await asked(key);
    expect(verifiedJwt(request?.form.get('client_assertion'), jwk).header).toEqual({ alg, kid: jwk?.kid });
  });

  it('has no kid where the key has none, and the algorithm that the key is for', async () => {
    const { kid: _kid, alg: _alg, ...jwk } = JSON.parse((await generateClientKey()).reveal()) as Record<string, string>;
    const key = new Secret(JSON.stringify({ ...jwk, key_ops: ['verify'], use: 'enc', ext: false }));
    const [request] = await asked(key);
    expect(verifiedJwt(request?.form.get('client_assertion'), jwk).header).toEqual({ alg: 'ES256' });
  });

  it.each([undefined, new Secret('nonsense'), new Secret('{"kty":"RSA","d":"AA"}')])(
    'is not made without a key that can sign',
    async (key) => {
      await expect(asked(key)).rejects.toEqual(fault('request_invalid'));
    },
  );
});

describe('the client authentication method', () => {
  it.each([
    [undefined, true, false, 'client_secret_basic'],
    [undefined, true, true, 'client_secret_basic'],
    [undefined, false, true, 'private_key_jwt'],
    [undefined, false, false, 'none'],
    [['client_secret_post', 'client_secret_basic', 'private_key_jwt', 'none'], true, true, 'private_key_jwt'],
    [['client_secret_post', 'client_secret_basic', 'private_key_jwt', 'none'], true, false, 'client_secret_basic'],
    [['client_secret_post', 'none'], true, true, 'client_secret_post'],
    [['client_secret_post'], false, false, 'none'],
    [['none'], true, true, 'none'],
    [['tls_client_auth'], true, true, 'private_key_jwt'],
    [['tls_client_auth'], true, false, 'client_secret_basic'],
    [[], false, true, 'private_key_jwt'],
    [[], false, false, 'none'],
    ['client_secret_post', true, false, 'client_secret_basic'],
  ])('where the server takes %j (secret: %s, key: %s) is %s', (supported, hasSecret, hasKey, method) => {
    const server = supported === undefined ? {} : { token_endpoint_auth_methods_supported: supported as string[] };
    expect(chooseAuthenticationMethod(server, { hasSecret, hasKey })).toBe(method);
  });
});

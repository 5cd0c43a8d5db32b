import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createOutbound } from '../../src-main/http/guarded-fetch.ts';
import { manualAuthorizationServerMetadata } from '../../src-main/oauth/authorization-server-metadata.ts';
import { exchangeForIdJag, requestJwtBearerToken } from '../../src-main/oauth/token-grants.ts';
import { Secret } from '../../src-main/base/secret.ts';
import { fault } from '../support/faults.ts';
import { html, json, scriptedServer, type Reply } from '../support/scripted-server.ts';

const fetch = createOutbound('loopback').token;
const resource = 'https://notes.example/mcp';
const atProvider = {
  clientId: 'at-provider',
  clientSecret: new Secret('provider-secret'),
  tokenEndpointAuthMethod: 'client_secret_post',
};
const atServer = { clientId: 'at-server', tokenEndpointAuthMethod: 'none' };

const idJag = (other: Record<string, unknown> = {}) =>
  json({
    issued_token_type: 'urn:ietf:params:oauth:token-type:id-jag',
    access_token: 'the.id.jag',
    token_type: 'N_A',
    expires_in: 300,
    ...other,
  });

async function exchange(reply: Reply, other: { resource?: string | undefined; scope?: string } = {}) {
  const provider = await scriptedServer({ '/token': reply });
  const exchanged = exchangeForIdJag({
    authorizationServer: { issuer: provider.origin, token_endpoint: `${provider.origin}/token` },
    credentials: atProvider,
    idToken: new Secret('the.id.token'),
    audience: 'https://as.example/',
    resource,
    scope: 'read',
    fetch,
    ...other,
  });
  return { provider, exchanged };
}

describe('an ID token', () => {
  it('becomes an assertion for one authorization server and one resource', async () => {
    const { provider, exchanged } = await exchange(idJag());
    const assertion = await exchanged;
    expect(assertion.reveal()).toBe('the.id.jag');
    expect(inspect(assertion)).not.toContain('the.id.jag');
    expect(Object.fromEntries(provider.requests[0]?.form ?? [])).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      requested_token_type: 'urn:ietf:params:oauth:token-type:id-jag',
      audience: 'https://as.example/',
      resource,
      scope: 'read',
      subject_token: 'the.id.token',
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      client_id: 'at-provider',
      client_secret: 'provider-secret',
    });
  });

  it('is exchanged without parameters that are not requested', async () => {
    const { provider, exchanged } = await exchange(idJag(), { resource: undefined, scope: '' });
    await exchanged;
    expect(provider.requests[0]?.form.has('resource')).toBe(false);
    expect(provider.requests[0]?.form.has('scope')).toBe(false);
  });

  it.each<[string, Reply, string]>([
    [
      'another kind of token',
      idJag({ issued_token_type: 'urn:ietf:params:oauth:token-type:jwt' }),
      'token_response_invalid',
    ],
    ['a token of no kind', idJag({ issued_token_type: undefined }), 'token_response_invalid'],
    [
      'kinds in a list',
      idJag({ issued_token_type: ['urn:ietf:params:oauth:token-type:id-jag'] }),
      'token_response_invalid',
    ],
    ['no token', idJag({ access_token: undefined }), 'token_response_invalid'],
    ['a token that breaks out', idJag({ access_token: 'a\r\nb' }), 'token_response_invalid'],
    ['a page', html(), 'token_response_invalid'],
    ['invalid_client', json({ error: 'invalid_client' }, 401), 'client_unknown'],
    ['invalid_grant', json({ error: 'invalid_grant' }, 400), 'token_refused'],
    ['invalid_target', json({ error: 'invalid_target' }, 400), 'token_refused'],
    ['access_denied', json({ error: 'access_denied' }, 400), 'token_refused'],
  ])('is not exchanged for %s', async (_words, reply, code) => {
    await expect((await exchange(reply)).exchanged).rejects.toMatchObject({ name: 'Fault', code });
  });

  it.each(['http://idp.example/token', 'javascript:alert(1)', '', '/token'])(
    'is not sent to an unsafe address: %j',
    async (token_endpoint) => {
      const exchanged = exchangeForIdJag({
        authorizationServer: { issuer: 'https://idp.example', token_endpoint },
        credentials: atProvider,
        idToken: new Secret('the.id.token'),
        audience: 'https://as.example/',
        scope: '',
        fetch: () => {
          throw new Error('nothing must be asked');
        },
      });
      await expect(exchanged).rejects.toEqual(fault('endpoint_refused'));
    },
  );
});

describe('an assertion', () => {
  async function present(reply: Reply) {
    const scripted = await scriptedServer({ '/token': reply });
    const tokens = requestJwtBearerToken({
      authorizationServer: manualAuthorizationServerMetadata({ tokenEndpoint: `${scripted.origin}/token` }),
      credentials: atServer,
      assertion: new Secret('the.id.jag'),
      resource,
      scope: 'read',
      fetch,
    });
    return { scripted, tokens };
  }

  it('becomes a token, with the client ID that the authorization server knows', async () => {
    const { scripted, tokens } = await present(
      json({ access_token: 'access-1', token_type: 'Bearer', expires_in: 60 }),
    );
    expect(await tokens).toMatchObject({ tokenType: 'bearer', expiresIn: 60 });
    expect(Object.fromEntries(scripted.requests[0]?.form ?? [])).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: 'the.id.jag',
      client_id: 'at-server',
      resource,
      scope: 'read',
    });
  });

  it.each<[string, Reply, string]>([
    ['it is refused', json({ error: 'invalid_grant' }, 400), 'token_refused'],
    ['the client is unknown', json({ error: 'invalid_client' }, 401), 'client_unknown'],
    ['the token is none to show', json({ access_token: 'access-1', token_type: 'N_A' }), 'token_response_invalid'],
  ])('becomes no token where %s', async (_words, reply, code) => {
    await expect((await present(reply)).tokens).rejects.toMatchObject({ name: 'Fault', code });
  });
});

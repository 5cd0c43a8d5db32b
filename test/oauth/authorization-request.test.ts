import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createAuthorizationRequest } from '../../src-main/oauth/authorization-request.ts';
import { readAuthorizationServerMetadata } from '../../src-main/oauth/authorization-server-metadata.ts';
import { challengeOf } from '../support/scripted-site.ts';

const issuer = 'https://login.example';

const create = (scope = 'read write', authorization_endpoint = `${issuer}/authorize`) =>
  createAuthorizationRequest({
    authorizationServer: readAuthorizationServerMetadata(issuer, {
      issuer,
      authorization_endpoint,
      token_endpoint: `${issuer}/token`,
      code_challenge_methods_supported: ['S256'],
    }),
    clientId: 'client 1&state=evil',
    redirectUri: 'app.keyfob:/oauth/callback',
    scope,
    resource: 'https://notes.example/mcp/',
  });

describe('an authorization request', () => {
  it('has every parameter that the code flow with PKCE and a resource needs, and no other', async () => {
    const { url, state, codeVerifier } = await create();
    expect(url.origin + url.pathname).toBe(`${issuer}/authorize`);
    expect(url.searchParams.size).toBe(8);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'client 1&state=evil',
      redirect_uri: 'app.keyfob:/oauth/callback',
      scope: 'read write',
      resource: 'https://notes.example/mcp/',
      state,
      code_challenge: challengeOf(codeVerifier.reveal()),
      code_challenge_method: 'S256',
    });
  });

  it('has a verifier of the length in RFC 7636, and never shows it', async () => {
    const request = await create();
    expect(request.codeVerifier.reveal()).toMatch(/^[A-Za-z0-9._~-]{43,128}$/);
    expect(request.url.href + inspect(request) + JSON.stringify(request)).not.toContain(request.codeVerifier.reveal());
  });

  it('has a state of 256 bits and a verifier that are different each time', async () => {
    const requests = await Promise.all(Array.from({ length: 500 }, () => create()));
    expect(new Set(requests.map(({ state }) => state)).size).toBe(500);
    expect(new Set(requests.map(({ codeVerifier }) => codeVerifier.reveal())).size).toBe(500);
    for (const { state } of requests) expect(Buffer.from(state, 'base64url')).toHaveLength(32);
  });

  it('prompts for consent only where offline access is requested', async () => {
    expect((await create('read offline_access')).url.searchParams.get('prompt')).toBe('consent');
    expect((await create('read offline_access_not')).url.searchParams.has('prompt')).toBe(false);
    expect((await create('')).url.searchParams.has('prompt')).toBe(false);
  });

  it('without a scope has no scope parameter', async () => {
    expect((await create('')).url.searchParams.has('scope')).toBe(false);
  });

  it('without a resource has no resource parameter', async () => {
    const authorizationServer = readAuthorizationServerMetadata(issuer, {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      code_challenge_methods_supported: ['S256'],
    });
    const { url } = await createAuthorizationRequest({
      authorizationServer,
      clientId: 'a',
      redirectUri: 'app.keyfob:/b',
      scope: '',
    });
    expect(url.searchParams.has('resource')).toBe(false);
  });

  it('keeps the query of the endpoint, without parameters of the request’s names', async () => {
    const { url, state } = await create('read', `${issuer}/authorize?tenant=a%20b&state=old&state=older`);
    expect(url.searchParams.get('tenant')).toBe('a b');
    expect(url.searchParams.getAll('state')).toEqual([state]);
  });
});

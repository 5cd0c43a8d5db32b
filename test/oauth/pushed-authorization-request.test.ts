import { describe, expect, it } from 'vitest';
import { createOutbound } from '../../src-main/http/guarded-fetch.ts';
import { createAuthorizationRequest } from '../../src-main/oauth/authorization-request.ts';
import { readAuthorizationServerMetadata } from '../../src-main/oauth/authorization-server-metadata.ts';
import { dpopHandle, generateDpopKey } from '../../src-main/oauth/dpop.ts';
import { pushAuthorizationRequest } from '../../src-main/oauth/pushed-authorization-request.ts';
import { Secret } from '../../src-main/base/secret.ts';
import { fault } from '../support/faults.ts';
import { html, json, scriptedServer, type Reply } from '../support/scripted-server.ts';
import { verifiedJwt } from './verified-jwt.ts';

const credentials = { clientId: 'client-1', tokenEndpointAuthMethod: 'none' };
const requestUri = 'urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c';
const accepted = json({ request_uri: requestUri, expires_in: 60 }, 201);

async function push(reply: Reply, other: { endpoint?: string; credentials?: typeof credentials; dpop?: boolean } = {}) {
  const scripted = await scriptedServer({ '/par': reply });
  const { origin: issuer } = scripted;
  const authorizationServer = readAuthorizationServerMetadata(issuer, {
    issuer,
    authorization_endpoint: `${issuer}${other.endpoint ?? '/authorize'}`,
    token_endpoint: `${issuer}/token`,
    pushed_authorization_request_endpoint: `${issuer}/par`,
    code_challenge_methods_supported: ['S256'],
  });
  const request = await createAuthorizationRequest({
    authorizationServer,
    clientId: 'client-1',
    redirectUri: 'app.keyfob:/oauth/callback',
    scope: 'read',
    resource: 'https://notes.example/mcp',
  });
  const pushed = pushAuthorizationRequest({
    authorizationServer,
    credentials: other.credentials ?? credentials,
    url: request.url,
    fetch: createOutbound('loopback').token,
    ...(other.dpop && { dpop: await dpopHandle(await generateDpopKey()) }),
  });
  return { scripted, request, pushed };
}

describe('a pushed request', () => {
  it('has every parameter, and leaves two for the browser', async () => {
    const { scripted, request, pushed } = await push(accepted);
    const url = await pushed;
    expect(Object.fromEntries(url.searchParams)).toEqual({ client_id: 'client-1', request_uri: requestUri });
    expect(url.pathname).toBe('/authorize');
    expect(Object.fromEntries(scripted.requests[0]?.form ?? [])).toEqual(Object.fromEntries(request.url.searchParams));
    expect(scripted.requests[0]?.headers.accept).toBe('application/json');
  });

  it('keeps the query that the endpoint has for the browser', async () => {
    const { scripted, pushed } = await push(accepted, { endpoint: '/authorize?tenant=a%20b&state=old' });
    expect(Object.fromEntries((await pushed).searchParams)).toEqual({
      tenant: 'a b',
      client_id: 'client-1',
      request_uri: requestUri,
    });
    expect(scripted.requests[0]?.form.has('tenant')).toBe(false);
    expect(scripted.requests[0]?.form.get('state')).not.toBe('old');
  });

  it('authenticates the client', async () => {
    const withSecret = {
      clientId: 'client-1',
      clientSecret: new Secret('hush'),
      tokenEndpointAuthMethod: 'client_secret_post',
    };
    const { scripted, pushed } = await push(accepted, { credentials: withSecret });
    expect((await pushed).href).not.toContain('hush');
    expect(scripted.requests[0]?.form.get('client_secret')).toBe('hush');
  });

  it('is sent once more for a nonce', async () => {
    const replies = [json({ error: 'use_dpop_nonce' }, 400, { 'dpop-nonce': 'n-1' }), accepted];
    const { scripted, pushed } = await push((asked) => replies.shift()?.(asked) ?? 'close', { dpop: true });
    await pushed;
    const nonces = scripted.requests.map(({ headers }) => verifiedJwt(String(headers.dpop)).payload.nonce);
    expect(nonces).toEqual([undefined, 'n-1']);
  });

  it('may be accepted with 200', async () => {
    const { pushed } = await push(json({ request_uri: requestUri, expires_in: 60 }));
    expect((await pushed).searchParams.get('request_uri')).toBe(requestUri);
  });

  it.each<[string, Reply]>([
    ['a page', html(201)],
    ['404', html(404)],
    ['no request_uri', json({ expires_in: 60 }, 201)],
    ['an empty request_uri', json({ request_uri: '', expires_in: 60 }, 201)],
    ['a list of them', json({ request_uri: [requestUri], expires_in: 60 }, 201)],
    ['nothing', () => ({ status: 201, body: '' })],
  ])('is not answered by %s', async (_words, reply) => {
    const { scripted, pushed } = await push(reply);
    await expect(pushed).rejects.toEqual(fault('answer_malformed', { host: scripted.host }));
  });

  it.each([500, 503])('may fail with %i', async (status) => {
    const { scripted, pushed } = await push(html(status));
    await expect(pushed).rejects.toEqual(fault('server_error', { host: scripted.host }));
  });

  it('cannot send the browser elsewhere, whatever its request_uri', async () => {
    const { pushed } = await push(
      json({ request_uri: 'x&redirect_uri=https://evil.example#//evil.example', expires_in: 60 }, 201),
    );
    expect([...(await pushed).searchParams.keys()]).toEqual(['client_id', 'request_uri']);
  });

  it.each([
    ['invalid_client', 'client_unknown'],
    ['invalid_request', 'authorization_refused'],
    ['invalid_redirect_uri', 'authorization_refused'],
  ] as const)('that is refused with %s', async (error, code) => {
    const { pushed } = await push(json({ error, error_description: 'No.' }, 400));
    await expect(pushed).rejects.toEqual(fault(code));
    await expect(pushed).rejects.toMatchObject({ serverText: 'No.' });
  });
});

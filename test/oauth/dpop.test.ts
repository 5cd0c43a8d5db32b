import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createOutbound } from '../../src-main/http/guarded-fetch.ts';
import { manualAuthorizationServerMetadata } from '../../src-main/oauth/authorization-server-metadata.ts';
import { dpopHandle, dpopRequest, generateDpopKey } from '../../src-main/oauth/dpop.ts';
import { refreshTokens } from '../../src-main/oauth/token-grants.ts';
import { Secret } from '../../src-main/base/secret.ts';
import { fault } from '../support/faults.ts';
import { json, scriptedServer, type Reply } from '../support/scripted-server.ts';
import { verifiedJwt } from './verified-jwt.ts';

const { session, token } = createOutbound('loopback');
const accessToken = new Secret('access-1');
const proofOf = (headers: Record<string, unknown> | undefined) => verifiedJwt(String(headers?.dpop));

async function resource(...replies: Reply[]) {
  const server = await scriptedServer({
    '/mcp': (asked) => (replies.length > 1 ? replies.shift() : replies[0])?.(asked) ?? { status: 500 },
  });
  const handle = await dpopHandle(await generateDpopKey());
  const ask = (init: Parameters<typeof dpopRequest>[3] = {}, path = '/mcp') =>
    dpopRequest(handle, accessToken, server.origin + path, init, session);
  return { server, ask };
}

const wantsNonce = (nonce: string, header = 'DPoP error="use_dpop_nonce"', status = 401): Reply =>
  json({}, status, { 'www-authenticate': header, 'dpop-nonce': nonce });

describe('a request with a bound token', () => {
  it('has the token and a proof for this request alone', async () => {
    const { server, ask } = await resource(json({ ok: true }));
    const init = {
      method: 'POST',
      headers: { accept: 'text/event-stream', authorization: 'Bearer no' },
      body: '{"a":1}',
    };
    expect(await (await ask(init, '/mcp?q=1')).json()).toEqual({ ok: true });
    await ask();
    const [post, get] = server.requests;
    expect(post).toMatchObject({ method: 'POST', path: '/mcp?q=1', body: '{"a":1}' });
    expect(post?.headers).toMatchObject({ authorization: 'DPoP access-1', accept: 'text/event-stream' });
    const { header, payload } = proofOf(post?.headers);
    expect(header).toMatchObject({ typ: 'dpop+jwt', alg: 'ES256' });
    expect(Object.keys(header.jwk ?? {}).toSorted()).toEqual(['crv', 'kty', 'x', 'y']);
    expect(payload).toMatchObject({
      htm: 'POST',
      htu: `${server.origin}/mcp`,
      ath: createHash('sha256').update('access-1').digest('base64url'),
    });
    expect(Math.abs(Number(payload.iat) - Date.now() / 1000)).toBeLessThan(5);
    expect(payload).not.toHaveProperty('nonce');
    const second = proofOf(get?.headers);
    expect(second.payload.htm).toBe('GET');
    expect(second.payload.jti).not.toBe(payload.jti);
    expect(second.header.jwk).toEqual(header.jwk);
  });

  it.each([
    'DPoP error="use_dpop_nonce"',
    'DPoP error="use_dpop_nonce", error_description="Use a nonce"',
    'Bearer error="invalid_token", DPoP algs="ES256", error=use_dpop_nonce',
    'dpop error="use_dpop_nonce"',
  ])('is sent once more, with the nonce, where the server says %s', async (header) => {
    const { server, ask } = await resource(wantsNonce('n-1', header), json({ ok: true }));
    const response = await ask({ method: 'POST', body: 'the body' });
    expect(response.status).toBe(200);
    expect(server.requests.map(({ body }) => body)).toEqual(['the body', 'the body']);
    expect(server.requests.map(({ headers }) => proofOf(headers).payload.nonce)).toEqual([undefined, 'n-1']);
  });

  it('uses the newest nonce, which any answer may bring', async () => {
    const { server, ask } = await resource(
      wantsNonce('n-1'),
      json({}, 200, { 'dpop-nonce': 'n-2' }),
      json({}, 403, { 'dpop-nonce': 'n-3' }),
      json({}),
    );
    for (let time = 0; time < 3; time += 1) await ask();
    expect(server.requests.map(({ headers }) => proofOf(headers).payload.nonce)).toEqual([
      undefined,
      'n-1',
      'n-2',
      'n-3',
    ]);
  });

  it('is not sent a third time', async () => {
    const { server, ask } = await resource(wantsNonce('n-1'), wantsNonce('n-2'), json({}));
    expect((await ask()).status).toBe(401);
    expect(server.requests).toHaveLength(2);
  });

  it.each<[string, Reply]>([
    ['401 with a Bearer challenge', json({ a: 1 }, 401, { 'www-authenticate': 'Bearer error="invalid_token"' })],
    ['401 with another error', json({ a: 1 }, 401, { 'www-authenticate': 'DPoP error="invalid_token"' })],
    [
      '401 that asks for a nonce and gives none',
      json({ a: 1 }, 401, { 'www-authenticate': 'DPoP error="use_dpop_nonce"' }),
    ],
    ['401 with a broken challenge', json({ a: 1 }, 401, { 'www-authenticate': 'DPoP error="use_dpop' })],
    ['401 without a challenge', json({ a: 1 }, 401)],
    ['403 with a challenge', json({ a: 1 }, 403, { 'www-authenticate': 'DPoP error="insufficient_scope", scope="b"' })],
    ['403 with a nonce', wantsNonce('n-1', 'DPoP error="use_dpop_nonce"', 403)],
    ['500', json({ a: 1 }, 500)],
    ['204', () => ({ status: 204 })],
  ])('returns an answer as it is: %s', async (_words, reply) => {
    const { server, ask } = await resource(reply);
    const response = await ask();
    const {
      status,
      headers = {},
      json: body,
    } = (await reply(server.requests[0] ?? ({} as never))) as {
      status: number;
      headers?: Record<string, string>;
      json?: unknown;
    };
    expect(response.status).toBe(status);
    expect(response.headers.get('www-authenticate')).toBe(headers['www-authenticate'] ?? null);
    if (body !== undefined) expect(JSON.stringify(await response.json())).toBe(JSON.stringify(body));
    expect(server.requests).toHaveLength(1);
  });

  it('can be aborted', async () => {
    const { ask } = await resource(() => 'hang');
    await expect(ask({ signal: AbortSignal.timeout(100) })).rejects.toThrow();
  });

  it('keeps the nonce of one server separate from another’s', async () => {
    const one = await scriptedServer({ '/mcp': json({}, 200, { 'dpop-nonce': 'n-1' }) });
    const other = await scriptedServer({ '/mcp': json({}) });
    const handle = await dpopHandle(await generateDpopKey());
    for (const { origin } of [one, other, one]) await dpopRequest(handle, accessToken, `${origin}/mcp`, {}, session);
    expect(proofOf(other.requests[0]?.headers).payload).not.toHaveProperty('nonce');
    expect(proofOf(one.requests[1]?.headers).payload.nonce).toBe('n-1');
  });
});

describe('a token request with a key', () => {
  const issued = { access_token: 'access-2', token_type: 'DPoP', refresh_token: 'refresh-2' };

  async function refresh(...replies: Reply[]) {
    const server = await scriptedServer({
      '/token': (asked) => (replies.length > 1 ? replies.shift() : replies[0])?.(asked) ?? { status: 500 },
    });
    const tokens = refreshTokens({
      authorizationServer: manualAuthorizationServerMetadata({ tokenEndpoint: `${server.origin}/token` }),
      credentials: { clientId: 'client-1', tokenEndpointAuthMethod: 'none' },
      fetch: token,
      dpop: await dpopHandle(await generateDpopKey()),
      refreshToken: new Secret('refresh-1'),
    });
    return { server, tokens };
  }

  const refuse = (nonce?: string) =>
    json({ error: 'use_dpop_nonce' }, 400, nonce === undefined ? {} : { 'dpop-nonce': nonce });

  it('has a proof, and is sent once more for a nonce', async () => {
    const { server, tokens } = await refresh(refuse('n-1'), json(issued));
    expect(await tokens).toMatchObject({ tokenType: 'dpop' });
    const proofs = server.requests.map(({ headers }) => proofOf(headers).payload);
    expect(proofs.map(({ nonce }) => nonce)).toEqual([undefined, 'n-1']);
    expect(proofs[0]).toMatchObject({ htm: 'POST', htu: `${server.origin}/token` });
    expect(proofs[0]).not.toHaveProperty('ath');
    expect(server.requests.map(({ form }) => form.get('refresh_token'))).toEqual(['refresh-1', 'refresh-1']);
  });

  it('is sent twice at most, and never ends a sign-in because of a nonce', async () => {
    const { server, tokens } = await refresh(refuse('n-1'), refuse('n-2'), json(issued));
    await expect(tokens).rejects.toEqual(fault('token_refused'));
    expect(server.requests).toHaveLength(2);
  });

  it('may be answered with a Bearer token, and never with a type that was not requested', async () => {
    expect(await (await refresh(json({ ...issued, token_type: 'bearer' }))).tokens).toMatchObject({
      tokenType: 'bearer',
    });
    await expect((await refresh(json({ ...issued, token_type: 'N_A' }))).tokens).rejects.toEqual(
      fault('token_response_invalid'),
    );
  });

  it('is not sent with an invalid key', async () => {
    await expect(dpopHandle(new Secret('{}'))).rejects.toEqual(fault('request_invalid'));
  });
});

describe('a redirect within the origin that is followed', () => {
  const moved =
    (location: string): Reply =>
    () => ({ status: 307, headers: { location }, body: '' });

  it('gets a new proof for the address that it leads to, with the token', async () => {
    const server = await scriptedServer({ '/mcp': moved('/v2/mcp?q=1'), '/v2/mcp': json({ ok: true }) });
    const handle = await dpopHandle(await generateDpopKey());
    const init = { method: 'POST', headers: { accept: 'application/json' }, body: '{}' };
    expect((await dpopRequest(handle, accessToken, `${server.origin}/mcp`, init, session)).status).toBe(200);
    const proofs = server.requests.map(({ headers }) => proofOf(headers).payload);
    expect(proofs.map(({ htu, htm }) => [htu, htm])).toEqual([
      [`${server.origin}/mcp`, 'POST'],
      [`${server.origin}/v2/mcp`, 'POST'],
    ]);
    expect(new Set(proofs.map(({ jti }) => jti)).size).toBe(2);
    const ath = createHash('sha256').update('access-1').digest('base64url');
    expect(proofs.map((proof) => proof.ath)).toEqual([ath, ath]);
    expect(server.requests.map(({ headers, body }) => [headers.authorization, headers.accept, body])).toEqual([
      ['DPoP access-1', 'application/json', '{}'],
      ['DPoP access-1', 'application/json', '{}'],
    ]);
  });

  it('gets one for the token endpoint as well, without a token', async () => {
    const issued = { access_token: 'access-2', token_type: 'DPoP', expires_in: 60 };
    const server = await scriptedServer({ '/token': moved('/token/'), '/token/': json(issued) });
    await refreshTokens({
      authorizationServer: manualAuthorizationServerMetadata({
        tokenEndpoint: `${server.origin}/token`,
        authorizationEndpoint: `${server.origin}/authorize`,
      }),
      credentials: { clientId: 'client-1', tokenEndpointAuthMethod: 'none' },
      resource: undefined,
      fetch: token,
      dpop: await dpopHandle(await generateDpopKey()),
      refreshToken: new Secret('refresh-1'),
    });
    const proofs = server.requests.map(({ headers }) => proofOf(headers).payload);
    expect(proofs.map(({ htu, ath }) => [htu, ath])).toEqual([
      [`${server.origin}/token`, undefined],
      [`${server.origin}/token/`, undefined],
    ]);
  });
});

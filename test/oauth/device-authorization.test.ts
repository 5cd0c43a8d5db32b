import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createOutbound } from '../../src-main/http/guarded-fetch.ts';
import { readAuthorizationServerMetadata } from '../../src-main/oauth/authorization-server-metadata.ts';
import { requestDeviceAuthorization } from '../../src-main/oauth/device-authorization.ts';
import { pollDeviceToken } from '../../src-main/oauth/token-grants.ts';
import { Secret } from '../../src-main/base/secret.ts';
import { fault } from '../support/faults.ts';
import { html, json, scriptedServer, type Reply } from '../support/scripted-server.ts';

const fetch = createOutbound('loopback').token;
const credentials = { clientId: 'client-1', tokenEndpointAuthMethod: 'none' };

async function site(reply: Reply) {
  const scripted = await scriptedServer({ '/device': reply, '/token': reply });
  const { origin: issuer } = scripted;
  const server = readAuthorizationServerMetadata(
    issuer,
    { issuer, token_endpoint: `${issuer}/token`, device_authorization_endpoint: `${issuer}/device` },
    { grant: 'other' },
  );
  return { scripted, server };
}

async function begin(reply: Reply, other: { scope?: string; resource?: string } = {}) {
  const { scripted, server: authorizationServer } = await site(reply);
  return {
    scripted,
    started: requestDeviceAuthorization({ authorizationServer, credentials, scope: '', fetch, ...other }),
  };
}

const answer = (other: Record<string, unknown> = {}) =>
  json({
    device_code: 'device-1',
    user_code: 'WDJB-MJHT',
    verification_uri: 'https://as.example/device',
    expires_in: 1800,
    ...other,
  });

describe('the device authorization request', () => {
  it('names the client, the scope and the resource', async () => {
    const { scripted, started } = await begin(answer(), { scope: 'read', resource: 'https://notes.example/mcp' });
    await started;
    expect(Object.fromEntries(scripted.requests[0]?.form ?? [])).toEqual({
      client_id: 'client-1',
      scope: 'read',
      resource: 'https://notes.example/mcp',
    });
  });

  it('omits absent parameters', async () => {
    const { scripted, started } = await begin(answer());
    await started;
    expect([...(scripted.requests[0]?.form.keys() ?? [])]).toEqual(['client_id']);
  });

  it('returns what the person needs, and keeps the device code', async () => {
    const { started } = await begin(answer({ verification_uri_complete: 'https://as.example/device?c=WDJB-MJHT' }));
    const got = await started;
    expect(got).toEqual({
      deviceCode: expect.any(Secret) as Secret,
      userCode: 'WDJB-MJHT',
      verificationUri: 'https://as.example/device',
      verificationUriComplete: 'https://as.example/device?c=WDJB-MJHT',
      expiresIn: 1800,
      interval: 5,
    });
    expect(inspect(got)).not.toContain('device-1');
  });

  it.each([
    [{ interval: 7 }, { interval: 7 }],
    [{ interval: 0.001 }, { interval: 1 }],
    [{ interval: 1e12 }, { interval: 300 }],
    [{ expires_in: '60' }, { expiresIn: 60 }],
    [{ expires_in: 1e12 }, { expiresIn: 86_400 }],
  ])('bounds times: %j', async (said, got) => {
    expect(await (await begin(answer(said))).started).toMatchObject(got);
  });

  const addresses = [
    'javascript:alert(1)',
    'http://as.example/device',
    'file:///etc/passwd',
    'https://user:secret@as.example/',
    '/device',
    'as.example/device',
  ];
  it.each(['verification_uri', 'verification_uri_complete'])('refuses a wrong %s', async (name) => {
    for (const address of addresses) {
      const { scripted, started } = await begin(answer({ [name]: address }));
      await expect(started).rejects.toEqual(
        fault('endpoint_refused', { host: scripted.host, endpoint: 'verification_uri' }),
      );
    }
  });

  it.each<[string, Reply]>([
    ['a page', html()],
    ['404', html(404)],
    ['a list', json([])],
    ['no device code', answer({ device_code: undefined })],
    ['a device code that is no text', answer({ device_code: 5 })],
    ['no user code', answer({ user_code: '' })],
    ['a user code of 1,000 letters', answer({ user_code: 'A'.repeat(1000) })],
    ['a user code that turns round', answer({ user_code: 'AB\u202eCD' })],
    ['a user code of two lines', answer({ user_code: 'AB\nCD' })],
    ['no address', answer({ verification_uri: undefined })],
    ['no end', answer({ expires_in: undefined })],
    ['an end before the start', answer({ expires_in: -1 })],
  ])('is not answered by %s', async (_words, reply) => {
    const { scripted, started } = await begin(reply);
    await expect(started).rejects.toEqual(fault('answer_malformed', { host: scripted.host }));
  });

  it.each([500, 503])('may fail with %i', async (status) => {
    const { scripted, started } = await begin(html(status));
    await expect(started).rejects.toEqual(fault('server_error', { host: scripted.host }));
  });

  it.each([
    ['invalid_client', 401, 'client_unknown'],
    ['unauthorized_client', 400, 'authorization_refused'],
    ['invalid_scope', 400, 'authorization_refused'],
  ] as const)('that is refused with %s', async (error, status, code) => {
    const { started } = await begin(
      json({ error, error_description: 'No.' }, status, { 'www-authenticate': 'Basic realm="x"' }),
    );
    await expect(started).rejects.toEqual(fault(code));
    await expect(started).rejects.toMatchObject({ serverText: 'No.' });
  });
});

describe('one poll of the token endpoint', () => {
  async function poll(reply: Reply) {
    const { scripted, server: authorizationServer } = await site(reply);
    return {
      scripted,
      polled: pollDeviceToken({ authorizationServer, credentials, fetch, deviceCode: new Secret('device-1') }),
    };
  }

  it('sends the device code and nothing else', async () => {
    const { scripted, polled } = await poll(json({ access_token: 'access-1', token_type: 'bearer' }));
    expect(await polled).toEqual({ accessToken: expect.any(Secret) as Secret, tokenType: 'bearer' });
    expect(Object.fromEntries(scripted.requests[0]?.form ?? [])).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: 'device-1',
      client_id: 'client-1',
    });
  });

  // Auth0 answers 403 and 429, GitHub 200.
  it.each([200, 400, 401, 403, 429])('returns with %i whether to wait, longer, or no more', async (status) => {
    const said = async (error: string) => (await poll(json({ error, interval: 10 }, status))).polled;
    expect(await said('authorization_pending')).toEqual({ pending: true, slowDown: false });
    expect(await said('slow_down')).toEqual({ pending: true, slowDown: true });
    await expect(said('access_denied')).rejects.toEqual(fault('access_denied'));
    await expect(said('expired_token')).rejects.toEqual(fault('request_expired'));
  });

  it.each<[string, Reply, string]>([
    ['invalid_grant', json({ error: 'invalid_grant' }, 400), 'code_refused'],
    ['invalid_client', json({ error: 'invalid_client' }, 401), 'client_unknown'],
    ['unauthorized_client', json({ error: 'unauthorized_client' }, 400), 'token_refused'],
    ['a page', html(), 'token_response_invalid'],
    ['503', html(503), 'server_error'],
    ['authorization_pending with 500', json({ error: 'authorization_pending' }, 500), 'server_error'],
    ['a broken connection', () => 'close', 'connection_failed'],
  ])('is refused: %s', async (_words, reply, code) => {
    await expect((await poll(reply)).polled).rejects.toMatchObject({ name: 'Fault', code });
  });
});

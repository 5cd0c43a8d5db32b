import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createOutbound } from '../../src-main/http/guarded-fetch.ts';
import { readAuthorizationServerMetadata } from '../../src-main/oauth/authorization-server-metadata.ts';
import { metadataDocumentClient, registerClient } from '../../src-main/oauth/client-registration.ts';
import { fault } from '../support/faults.ts';
import { html, json, scriptedServer, type Reply } from '../support/scripted-server.ts';

const appLink = 'app.keyfob:/oauth/callback';

type Options = Parameters<typeof registerClient>[3];

async function register(reply: Reply, metadata: Record<string, unknown> = {}, options?: Options) {
  const server = await scriptedServer({ '/register': reply });
  const issuer = server.origin;
  const authorizationServer = readAuthorizationServerMetadata(issuer, {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    registration_endpoint: `${issuer}/register`,
    code_challenge_methods_supported: ['S256'],
    ...metadata,
  });
  return {
    server,
    registered: registerClient(authorizationServer, appLink, createOutbound('loopback').token, options),
  };
}

const accepted = (other: Record<string, unknown> = {}, status = 201): Reply =>
  json({ client_id: 'client-1', redirect_uris: [appLink], token_endpoint_auth_method: 'none', ...other }, status);

const refused = (error: string, status = 400, other: Record<string, unknown> = {}): Reply =>
  json({ error, ...other }, status);

describe('the registration request', () => {
  it('registers a native application with one redirect URI and refresh tokens', async () => {
    const { server, registered } = await register(accepted());
    expect(await registered).toEqual({ clientId: 'client-1', tokenEndpointAuthMethod: 'none' });
    const [asked] = server.requests;
    expect(asked?.method).toBe('POST');
    expect(asked?.headers['content-type']).toBe('application/json');
    expect(asked?.headers.authorization).toBeUndefined();
    expect(JSON.parse(asked?.body ?? '')).toEqual({
      client_name: 'Keyfob',
      software_id: 'app.keyfob',
      application_type: 'native',
      redirect_uris: [appLink],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    });
  });

  it.each([
    [undefined, 'none'],
    [['client_secret_post', 'client_secret_basic', 'none'], 'none'],
    [['client_secret_post', 'client_secret_basic'], 'client_secret_basic'],
    [['private_key_jwt', 'client_secret_post'], 'client_secret_post'],
    [['private_key_jwt'], 'none'],
    [[], 'none'],
    ['client_secret_post', 'none'],
  ])('uses, where the server supports %j, %s', async (supported, method) => {
    const { server, registered } = await register(accepted({ client_secret: 's', client_secret_expires_at: 0 }), {
      token_endpoint_auth_methods_supported: supported,
    });
    await registered;
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ token_endpoint_auth_method: method });
  });

  it('is not made where there is no endpoint for it', async () => {
    const { server, registered } = await register(accepted(), { registration_endpoint: undefined });
    await expect(registered).rejects.toEqual(fault('registration_unsupported', { host: server.host }));
    expect(server.requests).toEqual([]);
  });
});

describe('a registration response', () => {
  it.each([200, 201])('may come with %i', async (status) => {
    const { registered } = await register(accepted({}, status));
    expect((await registered).clientId).toBe('client-1');
  });

  it('need not repeat the redirect URI or the method', async () => {
    const { registered } = await register(json({ client_id: 'client-1' }, 201));
    expect(await registered).toEqual({ clientId: 'client-1', tokenEndpointAuthMethod: 'none' });
  });

  it('may list more redirect URIs than were asked for', async () => {
    const { registered } = await register(accepted({ redirect_uris: ['https://a.example', appLink] }));
    expect((await registered).clientId).toBe('client-1');
  });

  it.each([[['https://evil.example/callback']], [[]], [[`${appLink}/`]], [['APP.KEYFOB:/oauth/callback']]])(
    'with the redirect URIs %j and not the requested one lets another one be tried',
    async (redirect_uris) => {
      const { registered } = await register(accepted({ redirect_uris }));
      await expect(registered).rejects.toEqual(fault('redirect_refused_by_server'));
    },
  );

  it.each([[undefined], [null], [''], [5], [['client-1']]])('with the client_id %j is refused', async (client_id) => {
    const { registered } = await register(accepted({ client_id }));
    await expect(registered).rejects.toEqual(fault('registration_refused'));
  });

  it.each(['client\r\n1', 'client\n', 'client\0', 'clïent', 'client\u202e1', '\t'])(
    'with a client_id that no header may hold is refused: %j',
    async (client_id) => {
      const { registered } = await register(accepted({ client_id }));
      await expect(registered).rejects.toEqual(fault('registration_refused'));
    },
  );

  it.each(['tls_client_auth', 'client_secret_jwt', 5])(
    'with the authentication %j is refused as unsupported',
    async (method) => {
      const { registered } = await register(accepted({ token_endpoint_auth_method: method }));
      await expect(registered).rejects.toEqual(fault('registration_refused'));
    },
  );

  it('may contain a secret that does not expire', async () => {
    const { registered } = await register(
      accepted({
        client_secret: 'hush',
        client_secret_expires_at: 0,
        token_endpoint_auth_method: 'client_secret_basic',
      }),
    );
    const client = await registered;
    expect(client.clientSecret?.reveal()).toBe('hush');
    expect(client.secretExpiresAt).toBeUndefined();
    expect(client.tokenEndpointAuthMethod).toBe('client_secret_basic');
    expect(inspect(client)).not.toContain('hush');
  });

  it('has the expiry of a secret, in milliseconds, though it is in the past', async () => {
    const { registered } = await register(
      accepted({
        client_secret: 'hush',
        client_secret_expires_at: 1_000_000,
        token_endpoint_auth_method: 'client_secret_post',
      }),
    );
    expect((await registered).secretExpiresAt).toBe(1_000_000_000);
  });

  it.each(['client_secret_basic', 'client_secret_post'])('with %s and no secret is refused', async (method) => {
    const { registered } = await register(accepted({ token_endpoint_auth_method: method }));
    await expect(registered).rejects.toEqual(fault('registration_refused'));
  });

  it.each<[string, Reply]>([
    ['a page', html(201)],
    [
      'a page that claims to be JSON',
      () => ({ status: 201, headers: { 'content-type': 'application/json' }, body: '<p>' }),
    ],
    ['nothing', () => ({ status: 201, body: '' })],
    ['a list', json([], 201)],
    ['a text', json('client-1', 201)],
    ['null', json(null, 201)],
  ])('that is %s is refused', async (_words, reply) => {
    const { server, registered } = await register(reply);
    await expect(registered).rejects.toEqual(fault('registration_refused', { host: server.host }));
  });

  it('with a `__proto__` in it is parsed like any other', async () => {
    const { registered } = await register(() => ({
      status: 201,
      headers: { 'content-type': 'application/json' },
      body: `{"client_id":"client-1","__proto__":{"client_secret":"polluted","client_secret_expires_at":0}}`,
    }));
    expect(await registered).toEqual({ clientId: 'client-1', tokenEndpointAuthMethod: 'none' });
    expect(({} as Record<string, unknown>).client_secret).toBeUndefined();
  });
});

describe('a registration error', () => {
  it.each(['invalid_redirect_uri', 'invalid_client_metadata'])(
    '%s lets another redirect URI be tried',
    async (error) => {
      const { registered } = await register(refused(error, 400, { error_description: 'https only, please' }));
      await expect(registered).rejects.toEqual(fault('redirect_refused_by_server'));
      await expect(registered).rejects.toMatchObject({ serverText: 'https only, please' });
    },
  );

  it.each<[string, Reply]>([
    ['invalid_software_statement', refused('invalid_software_statement')],
    ['access_denied with 403', refused('access_denied', 403)],
    ['an unknown error', refused('computer_says_no')],
    ['invalid_redirect_uri with 500', refused('invalid_redirect_uri', 500)],
    ['a challenge', json({ error: 'invalid_token' }, 401, { 'www-authenticate': 'Bearer' })],
    ['a page', html(400)],
    ['404', html(404)],
    ['500', html(500)],
    ['400 without a body', () => ({ status: 400, body: '' })],
  ])('by %s is final', async (_words, reply) => {
    const { server, registered } = await register(reply);
    await expect(registered).rejects.toEqual(fault('registration_refused', { host: server.host }));
  });

  it('by a redirect is final, and nothing is sent on', async () => {
    const { server, registered } = await register(() => ({
      status: 303,
      headers: { location: '/elsewhere' },
      body: '',
    }));
    await expect(registered).rejects.toEqual(fault('redirect_refused'));
    expect(server.to('/elsewhere')).toEqual([]);
  });

  it('by a broken connection stays a connection error', async () => {
    const { registered } = await register(() => 'close');
    await expect(registered).rejects.toEqual(fault('connection_failed'));
  });

  it('of more than 64 kB is not read', async () => {
    const { registered } = await register(accepted({ client_name: 'a'.repeat(70_000) }));
    await expect(registered).rejects.toEqual(fault('answer_too_large'));
  });
});

describe('a registration request that may be too much', () => {
  const bodies = (requests: readonly { body: string }[]) =>
    requests.map(({ body }) => JSON.parse(body) as Record<string, unknown>);

  it('names the version of Keyfob, and the grants for its tokens', async () => {
    const grantTypes = ['urn:ietf:params:oauth:grant-type:device_code'];
    const { server, registered } = await register(accepted(), {}, { grantTypes, softwareVersion: '1.2.3' });
    await registered;
    expect(bodies(server.requests)).toMatchObject([
      { software_version: '1.2.3', grant_types: grantTypes, response_types: [] },
    ]);
  });

  it('is made again with the least metadata, once, where its metadata are refused', async () => {
    const replies = [refused('invalid_client_metadata'), accepted()];
    const { server, registered } = await register(
      (asked) => replies.shift()?.(asked) ?? 'close',
      {},
      { softwareVersion: '1.2.3' },
    );
    expect((await registered).clientId).toBe('client-1');
    expect(bodies(server.requests)[1]).toEqual({
      client_name: 'Keyfob',
      redirect_uris: [appLink],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    });
  });

  it('is made twice at most, and the second refusal is final', async () => {
    const replies = [refused('invalid_client_metadata'), refused('access_denied', 403)];
    const { server, registered } = await register((asked) => (replies.shift() ?? accepted())(asked));
    await expect(registered).rejects.toEqual(fault('registration_refused'));
    expect(server.requests).toHaveLength(2);
  });

  it.each(['invalid_redirect_uri', 'access_denied', 'invalid_software_statement'])(
    'is not made again after %s',
    async (error) => {
      const { server, registered } = await register(refused(error));
      await expect(registered).rejects.toMatchObject({ name: 'Fault' });
      expect(server.requests).toHaveLength(1);
    },
  );
});

describe('the client’s own metadata document', () => {
  const id = 'https://keyfob.app/oauth/client-metadata.json';
  const serverThat = (supports: unknown) =>
    readAuthorizationServerMetadata('https://as.example', {
      issuer: 'https://as.example',
      authorization_endpoint: 'https://as.example/authorize',
      token_endpoint: 'https://as.example/token',
      code_challenge_methods_supported: ['S256'],
      client_id_metadata_document_supported: supports,
    });

  it('is the client ID where the server reads such documents, and only there', () => {
    expect(metadataDocumentClient(serverThat(true), id)).toEqual({ clientId: id, tokenEndpointAuthMethod: 'none' });
    for (const supports of [undefined, null, false, 'true', 1]) {
      expect(metadataDocumentClient(serverThat(supports), id)).toBeUndefined();
    }
  });

  it.each([
    'http://keyfob.app/oauth/client-metadata.json',
    'http://127.0.0.1/client-metadata.json',
    'https://keyfob.app',
    'https://keyfob.app/',
    'https://keyfob.app/a/../client.json',
    'https://keyfob.app/./client.json',
    'https://user@keyfob.app/client.json',
    'https://keyfob.app/client.json#a',
    'https://KEYFOB.app/client.json',
    'https://keyfob.app:443/client.json',
    'keyfob.app/client.json',
    '',
  ])('is not used under the name %j', (name) => {
    expect(metadataDocumentClient(serverThat(true), name)).toBeUndefined();
  });

  it('has the metadata that a registration of this client would have', async () => {
    const published = JSON.parse(
      readFileSync(new URL('../../docs/client-metadata.json', import.meta.url), 'utf8'),
    ) as Record<string, unknown>;
    const { server, registered } = await register(accepted());
    await registered;
    const {
      software_id: _software,
      redirect_uris: _redirects,
      ...same
    } = JSON.parse(server.requests[0]?.body ?? '') as Record<string, unknown>;
    expect(published).toEqual({
      ...same,
      client_id: id,
      redirect_uris: ['http://127.0.0.1/oauth/callback', 'http://localhost/oauth/callback'],
    });
  });
});

import { describe, expect, it } from 'vitest';
import { createOutbound } from '../../src-main/http/guarded-fetch.ts';
import { createAuthorizationRequest } from '../../src-main/oauth/authorization-request.ts';
import {
  fallbackAuthorizationServerMetadata,
  fetchAuthorizationServerMetadata,
  manualAuthorizationServerMetadata,
  readAuthorizationServerMetadata,
} from '../../src-main/oauth/authorization-server-metadata.ts';
import { fault } from '../support/faults.ts';
import { html, json, scriptedServer, type Reply, type ScriptedServer } from '../support/scripted-server.ts';

const document = (issuer: string, other: Record<string, unknown> = {}) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  code_challenge_methods_supported: ['S256'],
  ...other,
});

const fetchFrom = (issuer: string) => fetchAuthorizationServerMetadata(issuer, createOutbound('loopback').metadata);

const after =
  (milliseconds: number, reply: Reply): Reply =>
  async (asked) => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return reply(asked);
  };

const oauth = '/.well-known/oauth-authorization-server';
const openid = '/.well-known/openid-configuration';

describe('the metadata documents', () => {
  it('of an issuer without a path are at two addresses', async () => {
    const server = await scriptedServer();
    await expect(fetchFrom(server.origin)).rejects.toEqual(fault('server_metadata_missing', { host: server.host }));
    expect(server.requests.map(({ path }) => path)).toEqual([oauth, openid]);
  });

  it.each(['/tenant', '/tenant/'])('of an issuer with the path %s are at three', async (path) => {
    const server = await scriptedServer();
    await expect(fetchFrom(server.origin + path)).rejects.toEqual(fault('server_metadata_missing'));
    expect(server.requests.map((one) => one.path)).toEqual([`${oauth}/tenant`, `${openid}/tenant`, `/tenant${openid}`]);
  });

  const places = [`${oauth}/tenant`, `${openid}/tenant`, `/tenant${openid}`];

  it.each(places)('are used from %s alone', async (place) => {
    const server = await scriptedServer((origin) => ({ [place]: json(document(`${origin}/tenant`)) }));
    expect((await fetchFrom(`${server.origin}/tenant`)).issuer).toBe(`${server.origin}/tenant`);
  });

  it('are used in their order, though the preferred one is the slowest', async () => {
    const server = await scriptedServer((origin) => {
      const named = (name: string) => json(document(`${origin}/tenant`, { service_documentation: name }));
      return Object.fromEntries(places.map((place, index) => [place, after(200 - index * 100, named(place))]));
    });
    const found = await fetchFrom(`${server.origin}/tenant`);
    expect(found.service_documentation).toBe(places[0]);
  });

  it('are used from the next address where the preferred one is of another issuer', async () => {
    const server = await scriptedServer((origin) => ({
      [oauth]: json(document('https://other.example')),
      [openid]: json(document(origin)),
    }));
    expect((await fetchFrom(server.origin)).issuer).toBe(server.origin);
  });

  it.each<[string, Reply]>([
    ['pages', html()],
    ['a text', json('hello')],
    ['a list', json([])],
    ['nothing', () => ({ status: 200, body: '' })],
  ])('are missing where there are %s with 200', async (_words, reply) => {
    const server = await scriptedServer({ [oauth]: reply, [openid]: reply });
    await expect(fetchFrom(server.origin)).rejects.toEqual(fault('server_metadata_missing'));
  });

  it('are not reported missing where the connection broke', async () => {
    const server = await scriptedServer({ [oauth]: () => 'close' });
    await expect(fetchFrom(server.origin)).rejects.toEqual(fault('connection_failed'));
  });
});

describe('the issuer in the document', () => {
  const nearMisses: [string, (server: ScriptedServer) => unknown][] = [
    ['with a slash more', ({ origin }) => `${origin}/`],
    ['in capitals', ({ origin }) => origin.toUpperCase()],
    ['with https', ({ origin }) => origin.replace('http:', 'https:')],
    ['under another name of the same computer', ({ origin }) => origin.replace('127.0.0.1', 'localhost')],
    ['in another notation', ({ origin }) => origin.replace('127.0.0.1', '127.1')],
    ['with a query', ({ origin }) => `${origin}?a`],
    ['with an empty query', ({ origin }) => `${origin}?`],
    ['with a fragment', ({ origin }) => `${origin}#a`],
    ['with a path', ({ origin }) => `${origin}/tenant`],
    ['with a space behind it', ({ origin }) => `${origin} `],
    ['in a list', ({ origin }) => [origin]],
    ['missing', () => undefined],
    ['null', () => null],
  ];

  it.each(nearMisses)('%s is refused as another one', async (_words, name) => {
    const server = await scriptedServer();
    const reply: Reply = () => ({ json: { ...document(server.origin), issuer: name(server) } });
    Object.assign(server.routes, { [oauth]: reply, [openid]: reply });
    await expect(fetchFrom(server.origin)).rejects.toEqual(fault('issuer_mismatch', { host: server.host }));
  });

  it.each([
    ['https://as.example', 'https://as.example:443'],
    ['https://as.example:443', 'https://as.example'],
    ['https://as.example/', 'https://as.example'],
    ['https://as.example', 'https://AS.example'],
    ['https://as.example/a', 'https://as.example/%61'],
    ['https://as.example/a', 'https://as.example/b/../a'],
  ])('must be %s byte for byte, so %s is not', (asked, named) => {
    expect(() => readAuthorizationServerMetadata(asked, document(named))).toThrow(fault('issuer_mismatch'));
    expect(readAuthorizationServerMetadata(asked, document(asked)).issuer).toBe(asked);
  });
});

describe('an issuer with a forbidden address', () => {
  it.each([
    'http://as.example',
    'https://as.example?tenant=1',
    'https://as.example#x',
    'https://user@as.example',
    'https://user:secret@as.example',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'as.example',
    '',
  ])('is refused before any request: %j', async (issuer) => {
    const fetch = () => {
      throw new Error('nothing must be asked');
    };
    await expect(fetchAuthorizationServerMetadata(issuer, fetch)).rejects.toEqual(fault('endpoint_refused'));
  });

  it('is refused where its address is private', async () => {
    const { metadata } = createOutbound('public');
    await expect(fetchAuthorizationServerMetadata('https://10.0.0.1', metadata)).rejects.toEqual(
      fault('address_refused', { host: '10.0.0.1' }),
    );
  });
});

describe('an endpoint', () => {
  const issuer = 'https://as.example';
  const names = [
    'authorization_endpoint',
    'token_endpoint',
    'registration_endpoint',
    'revocation_endpoint',
    'pushed_authorization_request_endpoint',
    'device_authorization_endpoint',
  ];
  const addresses = [
    'javascript:alert(document.domain)',
    'JaVaScRiPt:alert(1)//https://as.example',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'vbscript:msgbox(1)',
    'ms-msdt:/id PCWDiagnostic',
    'search-ms:query=x',
    'smb://as.example/share',
    'http://as.example/authorize',
    'http://localhost.evil.example/authorize',
    'http://127.0.0.1.evil.example/authorize',
    'https://user:secret@as.example/authorize',
    'https://as.example@evil.example/authorize',
    'https://as.example/authorize#fragment',
    '/authorize',
    '//as.example/authorize',
    'as.example/authorize',
    'https://',
    '',
    null,
    5,
    ['https://as.example/authorize'],
  ];

  it.each(names)('%s must be a web address', (name) => {
    for (const address of addresses) {
      expect(() => readAuthorizationServerMetadata(issuer, document(issuer, { [name]: address }))).toThrow(
        fault('endpoint_refused', { host: 'as.example', endpoint: name }),
      );
    }
  });

  it.each(['authorization_endpoint', 'token_endpoint'])('%s must be there', (name) => {
    expect(() => readAuthorizationServerMetadata(issuer, document(issuer, { [name]: undefined }))).toThrow(
      fault('endpoint_refused', { endpoint: name }),
    );
  });

  it.each([
    'https://login.example/authorize?tenant=1',
    'http://127.0.0.1:9/authorize',
    'http://[::1]/a',
    'http://localhost/a',
  ])('may be on another host, or on this computer: %s', (authorization_endpoint) => {
    const found = readAuthorizationServerMetadata(issuer, document(issuer, { authorization_endpoint }));
    expect(found.authorization_endpoint).toBe(authorization_endpoint);
  });
});

describe('PKCE with S256', () => {
  it.each([[undefined], [null], [[]], [['plain']], ['S256'], [['s256']], [[['S256']]], [{ S256: true }]])(
    'is not offered by %j',
    (code_challenge_methods_supported) => {
      const issuer = 'https://as.example';
      expect(() =>
        readAuthorizationServerMetadata(issuer, document(issuer, { code_challenge_methods_supported })),
      ).toThrow(fault('pkce_unsupported', { host: 'as.example' }));
    },
  );

  it('may stand beside other methods', () => {
    const issuer = 'https://as.example';
    const found = document(issuer, { code_challenge_methods_supported: ['plain', 'S256'] });
    expect(readAuthorizationServerMetadata(issuer, found).issuer).toBe(issuer);
  });
});

describe('metadata for grants without a browser', () => {
  const issuer = 'https://as.example';
  const other = { grant: 'other' } as const;
  const parameters = { clientId: 'client-1', redirectUri: 'app.keyfob:/oauth/callback', scope: '' };

  it('need neither an authorization endpoint nor PKCE', async () => {
    const json = { issuer, token_endpoint: `${issuer}/token` };
    expect(() => readAuthorizationServerMetadata(issuer, json)).toThrow(fault('endpoint_refused'));
    const authorizationServer = readAuthorizationServerMetadata(issuer, json, other);
    expect(authorizationServer.token_endpoint).toBe(`${issuer}/token`);
    await expect(createAuthorizationRequest({ authorizationServer, ...parameters })).rejects.toEqual(
      fault('endpoint_refused'),
    );
  });

  it('do not let a code go without PKCE', async () => {
    const plain = document(issuer, { code_challenge_methods_supported: ['plain'] });
    const authorizationServer = readAuthorizationServerMetadata(issuer, plain, other);
    await expect(createAuthorizationRequest({ authorizationServer, ...parameters })).rejects.toEqual(
      fault('pkce_unsupported'),
    );
  });

  it('are fetched for that', async () => {
    const server = await scriptedServer((origin) => ({
      [oauth]: json({ issuer: origin, token_endpoint: `${origin}/t` }),
    }));
    const { metadata } = createOutbound('loopback');
    await expect(fetchAuthorizationServerMetadata(server.origin, metadata)).rejects.toEqual(fault('endpoint_refused'));
    const found = await fetchAuthorizationServerMetadata(server.origin, metadata, other);
    expect(found.token_endpoint).toBe(`${server.origin}/t`);
  });

  it('must name the issuer, and safe endpoints, all the same', () => {
    const read = (more: Record<string, unknown>) => () =>
      readAuthorizationServerMetadata(issuer, { ...document(issuer), ...more }, other);
    expect(read({ issuer: `${issuer}/` })).toThrow(fault('issuer_mismatch'));
    expect(read({ token_endpoint: undefined })).toThrow(fault('endpoint_refused'));
    expect(read({ token_endpoint: 'http://as.example/token' })).toThrow(fault('endpoint_refused'));
    expect(read({ authorization_endpoint: 'javascript:alert(1)' })).toThrow(fault('endpoint_refused'));
  });
});

describe('a server without metadata', () => {
  it('has its endpoints at its root, whatever its path', () => {
    const server = fallbackAuthorizationServerMetadata(new URL('https://notes.example:8443/v1/mcp?a=b'));
    const origin = 'https://notes.example:8443';
    expect(server).toEqual({
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      registration_endpoint: `${origin}/register`,
      code_challenge_methods_supported: ['S256'],
    });
    expect(readAuthorizationServerMetadata(origin, { ...server })).toEqual(server);
  });

  it('is no server where its address is not safe', () => {
    expect(() => fallbackAuthorizationServerMetadata(new URL('http://notes.example/mcp'))).toThrow(
      fault('endpoint_refused'),
    );
  });
});

describe('endpoints that a person entered', () => {
  const tokenEndpoint = 'https://login.example/tenant/token';
  const authorizationEndpoint = 'https://login.example/tenant/authorize';

  it('are an authorization server, named by its origin or as the person entered', () => {
    const server = manualAuthorizationServerMetadata({ authorizationEndpoint, tokenEndpoint });
    expect(server).toMatchObject({
      issuer: 'https://login.example',
      authorization_endpoint: authorizationEndpoint,
      token_endpoint: tokenEndpoint,
    });
    expect(readAuthorizationServerMetadata(server.issuer, { ...server })).toEqual(server);
    const issuer = 'https://login.example/tenant/';
    expect(manualAuthorizationServerMetadata({ issuer, tokenEndpoint }).issuer).toBe(issuer);
  });

  it('are enough without a browser', () => {
    expect(manualAuthorizationServerMetadata({ tokenEndpoint })).not.toHaveProperty('authorization_endpoint');
  });

  it.each([
    ['token_endpoint', { tokenEndpoint: 'http://login.example/token' }],
    ['token_endpoint', { tokenEndpoint: 'token' }],
    ['token_endpoint', { tokenEndpoint: 'javascript:alert(1)', issuer: 'https://login.example' }],
    ['authorization_endpoint', { tokenEndpoint, authorizationEndpoint: 'javascript:alert(1)' }],
    ['authorization_endpoint', { tokenEndpoint, authorizationEndpoint: '' }],
    ['issuer', { tokenEndpoint, issuer: 'login' }],
    ['issuer', { tokenEndpoint, issuer: 'file:///etc/passwd' }],
  ])('are refused where the %s is not safe: %j', (endpoint, typed) => {
    expect(() => manualAuthorizationServerMetadata(typed)).toThrow(fault('endpoint_refused', { endpoint }));
  });
});

import { createServer } from 'node:https';
import { createSecureContext } from 'node:tls';
import { afterAll, expect, it } from 'vitest';
import { connectProxy } from '../support/connect-proxy.ts';
import { listening } from '../support/names-and-traps.ts';
import { privateAuthority } from '../support/private-authority.ts';
import { html, json, type Reply } from '../support/scripted-server.ts';
import type { ScriptedSite } from '../support/scripted-site.ts';
import { asked, bringBack, sayHowMany, settle, start, triedAll, tryToConnect } from './attempt.ts';

const resourceMetadata = '/.well-known/oauth-protected-resource/mcp';
const serverMetadata = '/.well-known/oauth-authorization-server';
const to =
  (location: string): Reply =>
  () => ({ status: 302, headers: { location }, body: '' });

type Spoil = (site: ScriptedSite) => void;

const says =
  (changes: (issuer: string) => Record<string, unknown>): Spoil =>
  ({ metadata, issuer }) => {
    Object.assign(metadata, changes(issuer));
  };
const names =
  (issuers: (issuer: string) => unknown): Spoil =>
  ({ server, url, issuer }) => {
    server.routes[resourceMetadata] = json({ resource: url, authorization_servers: issuers(issuer) });
  };
const resource =
  (named: (url: string) => unknown): Spoil =>
  ({ server, url, issuer }) => {
    server.routes[resourceMetadata] = json({ resource: named(url), authorization_servers: [issuer] });
  };
const challenge =
  (header: (address: string) => string | string[]): Spoil =>
  ({ server }) => {
    const value = header(server.origin + resourceMetadata);
    server.routes['/mcp'] = () => ({ status: 401, headers: { 'www-authenticate': value }, body: '' });
  };
const documents =
  (reply: Reply): Spoil =>
  ({ authorization }) => {
    authorization.routes[serverMetadata] = reply;
  };

// `asked`: accepted, and the browser opens at the authorization server's page.
const cases: [string, string, Spoil][] = [
  // the issuer
  ['issuer with a trailing slash', 'issuer_mismatch', says((issuer) => ({ issuer: `${issuer}/` }))],
  ['issuer in another case', 'issuer_mismatch', says((issuer) => ({ issuer: issuer.replace('http', 'HTTP') }))],
  ['issuer with another port', 'issuer_mismatch', says(() => ({ issuer: 'http://127.0.0.1:80' }))],
  [
    'issuer by another name of the same computer',
    'issuer_mismatch',
    says((issuer) => ({ issuer: issuer.replace('127.0.0.1', 'localhost') })),
  ],
  ['issuer with a query', 'issuer_mismatch', says((issuer) => ({ issuer: `${issuer}?x=1` }))],
  ['issuer with a fragment', 'issuer_mismatch', says((issuer) => ({ issuer: `${issuer}#x` }))],
  ['issuer as array', 'issuer_mismatch', says((issuer) => ({ issuer: [issuer] }))],
  ['no issuer', 'issuer_mismatch', says(() => ({ issuer: undefined }))],
  ['an http issuer out there', 'endpoint_refused', names(() => ['http://as.example'])],
  ['an issuer with a query is named', 'endpoint_refused', names((issuer) => [`${issuer}?x=1`])],
  ['an issuer with a fragment is named', 'endpoint_refused', names((issuer) => [`${issuer}#x`])],
  ['an issuer with a password is named', 'endpoint_refused', names((issuer) => [issuer.replace('//', '//a:b@')])],
  ['a javascript: issuer is named', 'endpoint_refused', names(() => ['javascript:alert(1)'])],
  ['an issuer in a private network is named', 'address_refused', names(() => ['https://10.0.0.1'])],
  ['an issuer that is no URL is named', 'endpoint_refused', names(() => ['not a url'])],
  // endpoints
  ['no token_endpoint', 'endpoint_refused', says(() => ({ token_endpoint: undefined }))],
  ['token_endpoint as array', 'endpoint_refused', says((issuer) => ({ token_endpoint: [`${issuer}/token`] }))],
  ['a javascript: token_endpoint', 'endpoint_refused', says(() => ({ token_endpoint: 'javascript:alert(1)' }))],
  [
    'a javascript: authorization_endpoint',
    'endpoint_refused',
    says(() => ({ authorization_endpoint: 'javascript:alert(1)' })),
  ],
  [
    'a javascript: registration_endpoint',
    'endpoint_refused',
    says(() => ({ registration_endpoint: 'javascript:alert(1)' })),
  ],
  [
    'a private authorization_endpoint',
    'address_refused',
    says(() => ({ authorization_endpoint: 'https://10.0.0.1/a' })),
  ],
  [
    'a private registration_endpoint',
    'address_refused',
    says(() => ({ registration_endpoint: 'https://192.168.1.1/r' })),
  ],
  [
    'an endpoint with a user',
    'endpoint_refused',
    says((issuer) => ({ token_endpoint: `${issuer.replace('//', '//who@')}/t` })),
  ],
  ['an http endpoint out there', 'endpoint_refused', says(() => ({ token_endpoint: 'http://as.example/token' }))],
  // the resource
  ['another resource', 'resource_mismatch', resource(() => 'https://other.example/mcp')],
  ['a resource on another port', 'resource_mismatch', resource((url) => url.replace(/:\d+/, ':1'))],
  ['a resource below the server', 'resource_mismatch', resource((url) => `${url}/below`)],
  ['a resource that is a prefix of a name', 'resource_mismatch', resource((url) => url.slice(0, -1))],
  ['a resource as array', 'resource_mismatch', resource((url) => [url])],
  ['no resource', 'resource_mismatch', resource(() => undefined)],
  // authorization servers
  ['no authorization servers', 'no_authorization_server', names(() => [])],
  ['authorization servers as text', 'no_authorization_server', names((issuer) => issuer)],
  ['authorization servers of the wrong kind', 'no_authorization_server', names(() => [1, null, {}])],
  [
    '1,000 authorization servers, ours first',
    'asked',
    names((issuer) => [issuer, ...Array.from({ length: 999 }, (_, index) => `https://10.0.0.1/${index}`)]),
  ],
  [
    '1,000 authorization servers, ours last',
    'address_refused',
    names((issuer) => [...Array.from({ length: 999 }, (_, index) => `https://10.0.0.1/${index}`), issuer]),
  ],
  // code challenge methods
  ['no code challenge methods', 'pkce_unsupported', says(() => ({ code_challenge_methods_supported: undefined }))],
  ['only plain', 'pkce_unsupported', says(() => ({ code_challenge_methods_supported: ['plain'] }))],
  ['code challenge methods as text', 'pkce_unsupported', says(() => ({ code_challenge_methods_supported: 'S256' }))],
  // responses that are not metadata
  ['a page with 200 instead of the authorization server’s metadata', 'server_metadata_missing', documents(html())],
  [
    'a page with 200 instead of the resource’s metadata',
    'resource_metadata_missing',
    ({ server }) => (server.routes[resourceMetadata] = html()),
  ],
  ['an empty answer with 200', 'server_metadata_missing', documents(() => ({ body: '' }))],
  ['an array', 'server_metadata_missing', documents(json([]))],
  ['a redirect in circles', 'redirect_refused', documents(to(serverMetadata))],
  ['a redirect into the local network', 'address_refused', documents(to('https://192.168.1.1/'))],
  ['a redirect to a file', 'address_not_https', documents(to('file:///etc/passwd'))],
  ['a connection that is closed', 'connection_failed', documents(() => 'close')],
  // WWW-Authenticate
  [
    'a doubled challenge',
    'asked',
    challenge((at) => [`Bearer resource_metadata="${at}"`, `Bearer resource_metadata="${at}"`]),
  ],
  [
    'a doubled parameter: the first counts',
    'asked',
    challenge((at) => `Bearer resource_metadata="${at}", resource_metadata="https://10.0.0.1/"`),
  ],
  ['an unterminated challenge', 'asked', challenge((at) => `Bearer resource_metadata="${at}`)],
  [
    'a challenge of 64 kB',
    'answer_too_large',
    challenge((at) => `Bearer resource_metadata="${at}", x="${'a'.repeat(65_536)}"`),
  ],
  ['a challenge of 12 kB', 'asked', challenge((at) => `Bearer resource_metadata="${at}", x="${'a'.repeat(12_000)}"`)],
  [
    'a challenge that leads into the local network',
    'asked',
    challenge(() => 'Bearer resource_metadata="https://10.0.0.1/"'),
  ],
  ['a challenge that leads to javascript:', 'asked', challenge(() => 'Bearer resource_metadata="javascript:alert(1)"')],
  ['a challenge of nothing but quotes', 'asked', challenge(() => 'Bearer """""""\\"\\"')],
];

it.each(cases)('discovery with %s: %s', async (answer, expected, spoil) => {
  const tried = await start(spoil);
  settle(answer, await tryToConnect(tried), expected);
  expect(tried.site.tokensIssued()).toBe(0);
});

it.each([
  ['issuer with the default port', 'issuer_mismatch', 'https://notes.example:443'],
  ['issuer without the default port', 'asked', 'https://notes.example'],
])('discovery with %s: %s', async (answer, expected, issuer) => {
  // Only https has a default port that a test can use, at the other end of a proxy.
  const named = 'https://notes.example';
  const server = createServer(privateAuthority, ({ url }, response) => {
    const registered = { client_id: 'client', redirect_uris: ['app.keyfob:/oauth/callback'] };
    const metadata = {
      issuer,
      authorization_endpoint: `${named}/authorize`,
      token_endpoint: `${named}/token`,
      registration_endpoint: `${named}/register`,
      code_challenge_methods_supported: ['S256'],
    };
    const known: Record<string, object> = { [serverMetadata]: metadata, '/register': registered };
    const found = known[url ?? ''];
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(found ?? {}));
  });
  const proxy = await connectProxy({ leadsTo: await listening(server) });
  const trust = createSecureContext({ ca: privateAuthority.authority });
  const tried = await start(
    names(() => [named]),
    {
      network: {
        resolveProxy: async (url) => (url.startsWith(named) ? `PROXY 127.0.0.1:${proxy.port}` : 'DIRECT'),
        trust: () => trust,
      },
    },
  );
  settle(answer, await tryToConnect(tried), expected);
  expect(proxy.asked[0]?.authority).toBe('notes.example:443');
});

it('a list of 1,000 authorization servers leads to requests to four at most', async () => {
  const tried = await start(names((issuer) => Array.from({ length: 1000 }, (_, index) => `${issuer}/${index}`)));
  expect(await tryToConnect(tried)).toBe('server_metadata_missing');
  const issuersAsked = new Set(tried.site.authorization.requests.map(({ path }) => path.match(/\/(\d+)/)?.[1]));
  expect(issuersAsked.size).toBeLessThanOrEqual(4);
});

it('a private token_endpoint is never contacted: the code stays here', async () => {
  const tried = await start(says(() => ({ token_endpoint: 'https://10.0.0.1/token' })));
  const answer = await asked(tried);
  expect(await bringBack(tried, answer)).toBe('address_refused');
});

it('every answer with a promised outcome was tried', () => triedAll('Discovery'));

afterAll(() => sayHowMany('Discovery'));

import { afterAll, expect, it } from 'vitest';
import { html, json, type Reply } from '../support/scripted-server.ts';
import { sayHowMany, settle, start, triedAll, tryToConnect } from './attempt.ts';

const registered = (other: Record<string, unknown>, status = 201): Reply =>
  json({ client_id: 'client', redirect_uris: ['app.keyfob:/oauth/callback'], ...other }, status);
const past = Math.floor(Date.now() / 1000) - 1000;

const cases: [string, string, Reply][] = [
  [
    'another redirect_uri than asked for',
    'registration_refused',
    registered({ redirect_uris: ['https://evil.example/'] }),
  ],
  ['no redirect_uri at all', 'registration_refused', registered({ redirect_uris: [] })],
  [
    'redirect_uris as text: as if it had not said',
    'asked',
    registered({ redirect_uris: 'app.keyfob:/oauth/callback' }),
  ],
  ['no client_id', 'registration_refused', registered({ client_id: undefined })],
  ['an empty client_id', 'registration_refused', registered({ client_id: '' })],
  ['client_id as number', 'registration_refused', registered({ client_id: 5 })],
  ['client_id as array', 'registration_refused', registered({ client_id: ['client'] })],
  ['a line break in client_id', 'registration_refused', registered({ client_id: 'client\r\nX: y' })],
  ['NUL in client_id', 'registration_refused', registered({ client_id: 'client\0' })],
  ['RLO in client_id', 'registration_refused', registered({ client_id: 'client\u202e' })],
  [
    'a secret that has expired',
    'registration_refused',
    registered({ client_secret: 'canary-secret', client_secret_expires_at: past }),
  ],
  [
    'a secret with expiry 0 does not expire',
    'asked',
    registered({ client_secret: 'canary-secret', client_secret_expires_at: 0 }),
  ],
  ['a secret without expiry', 'asked', registered({ client_secret: 'canary-secret' })],
  [
    'a negative expiry',
    'registration_refused',
    registered({ client_secret: 'canary-secret', client_secret_expires_at: -1 }),
  ],
  [
    'expiry as text',
    'registration_refused',
    registered({ client_secret: 'canary-secret', client_secret_expires_at: 'soon' }),
  ],
  [
    'an unknown authentication method',
    'registration_refused',
    registered({ token_endpoint_auth_method: 'tls_client_auth' }),
  ],
  ['authentication method as array', 'registration_refused', registered({ token_endpoint_auth_method: ['none'] })],
  [
    'client_secret_basic without a secret',
    'registration_refused',
    registered({ token_endpoint_auth_method: 'client_secret_basic' }),
  ],
  ['200 instead of 201', 'asked', registered({}, 200)],
  ['a page with 200', 'registration_refused', html()],
  ['a page with 201', 'registration_refused', html(201)],
  ['nothing with 201', 'registration_refused', () => ({ status: 201, body: '' })],
  ['an array', 'registration_refused', json([], 201)],
  [
    'a redirect',
    'asked',
    (asked) =>
      asked.path === '/register'
        ? { status: 307, headers: { location: '/register?moved' }, body: '' }
        : registered({ redirect_uris: (JSON.parse(asked.body) as { redirect_uris: string[] }).redirect_uris })(asked),
  ],
  [
    'a redirect to another origin',
    'redirect_refused',
    ({ headers: { host = '' } }) => ({
      status: 307,
      headers: { location: `http://${host.replace('127.0.0.1', 'localhost')}/register2` },
      body: '',
    }),
  ],
  [
    'a redirect with 302',
    'redirect_refused',
    () => ({ status: 302, headers: { location: 'https://10.0.0.1/' }, body: '' }),
  ],
  ['400 without a body', 'registration_refused', () => ({ status: 400, body: '' })],
  ['400 as a page', 'registration_refused', html(400)],
  ['401', 'registration_refused', () => ({ status: 401, headers: { 'www-authenticate': 'Bearer' }, body: '' })],
  ['403 as a page', 'registration_refused', html(403)],
  ['500', 'registration_refused', html(500)],
  ['503 with Retry-After', 'registration_refused', () => ({ status: 503, headers: { 'retry-after': '5' }, body: '' })],
  ['more than 64 kB', 'answer_too_large', registered({ padding: 'a'.repeat(70_000) })],
  ['a closed connection', 'connection_failed', () => 'close'],
  [
    'an error of its own making',
    'registration_refused',
    json({ error: 'odd', error_description: '<b>\u202eno</b>' }, 400),
  ],
  ['error as array', 'registration_refused', json({ error: ['invalid_redirect_uri'] }, 400)],
  [
    'a `__proto__` member',
    'asked',
    () => ({
      status: 201,
      headers: { 'content-type': 'application/json' },
      body: '{"client_id":"client","__proto__":{"client_secret":"canary-secret"}}',
    }),
  ],
];

it.each(cases)('registration with %s: %s', async (answer, expected, reply) => {
  const tried = await start(({ authorization }) => (authorization.routes['/register'] = reply));
  settle(answer, await tryToConnect(tried), expected);
  expect(tried.site.authorization.to('/register').length).toBeLessThanOrEqual(4);
  expect(tried.site.tokensIssued()).toBe(0);
});

it('every answer with a promised outcome was tried', () => triedAll('Registration'));

afterAll(() => sayHowMany('Registration'));

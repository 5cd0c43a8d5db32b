import { createServer as createTcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { accessToken } from '../../src-main/connections/access-token.ts';
import { disconnect } from '../../src-main/connections/disconnect.ts';
import { listening } from '../support/names-and-traps.ts';
import { html, json, type Reply } from '../support/scripted-server.ts';
import type { ScriptedSite } from '../support/scripted-site.ts';
import {
  asked,
  bringBack,
  bytes,
  expectNoSecrets,
  noteKept,
  outcomeOf,
  sayHowMany,
  start,
  tryToConnect,
} from './attempt.ts';

type Spoil = (good: string) => { body: Buffer | string; headers?: Record<string, string> };

const within = (good: string, extra: string) => `${good.slice(0, -1)},${extra}}`;

/** Bytes that must not be read as what they look like, whoever sends them. */
const refused: [string, Spoil][] = [
  ['a byte order mark', (good) => ({ body: `\ufeff${good}` })],
  ['UTF-16', (good) => ({ body: Buffer.from(good, 'utf16le') })],
  ['UTF-16 with its mark', (good) => ({ body: Buffer.from(`\ufeff${good}`, 'utf16le') })],
  ['bad UTF-8', (good) => ({ body: Buffer.from(within(good, '"x":"\xff"'), 'latin1') })],
  [
    'a lone surrogate in UTF-8',
    (good) => ({
      body: Buffer.concat([
        Buffer.from(`${good.slice(0, -1)},"x":"`),
        Buffer.from([0xed, 0xa0, 0x80]),
        Buffer.from('"}'),
      ]),
    }),
  ],
  [
    'an overlong form',
    (good) => ({
      body: Buffer.concat([Buffer.from(`${good.slice(0, -1)},"x":"`), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')]),
    }),
  ],
  ['a depth of 33', (good) => ({ body: within(good, `"x":${'['.repeat(32)}${']'.repeat(32)}`) })],
  ['a depth of 100,000', (good) => ({ body: within(good, `"x":${'['.repeat(30_000)}`) })],
  ['a trailing comma', (good) => ({ body: `${good.slice(0, -1)},}` })],
  [
    'a form',
    () => ({
      body: 'access_token=canary-token&token_type=Bearer',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
  ],
  ['a form that says it is JSON', () => ({ body: 'access_token=canary-token&token_type=Bearer' })],
  ['half of it', (good) => ({ body: good.slice(0, good.length / 2) })],
  ['nothing', () => ({ body: '' })],
  ['two of it', (good) => ({ body: good + good })],
  ['an array of it', (good) => ({ body: `[${good}]` })],
  ['text', (good) => ({ body: JSON.stringify(good) })],
  ['null', () => ({ body: 'null' })],
  ['NUL behind it', (good) => ({ body: `${good}\0` })],
  ['what is not packed as it says', (good) => ({ body: good, headers: { 'content-encoding': 'gzip' } })],
  [
    '20 MB behind gzip',
    (good) => ({
      body: gzipSync(within(good, `"x":"${'a'.repeat(20_000_000)}"`)),
      headers: { 'content-encoding': 'gzip' },
    }),
  ],
];

/** Odd, and harmless. */
const accepted: [string, Spoil][] = [
  ['an escaped lone surrogate', (good) => ({ body: within(good, '"x":"\\ud800"') })],
  [
    'doubled keys: the last counts',
    (good) => ({
      body: `{"issuer":"https://evil.example","access_token":"evil","client_id":"evil","resource":"https://evil.example",${good.slice(1)}`,
    }),
  ],
  ['a `__proto__`', (good) => ({ body: within(good, '"__proto__":{"access_token":"evil","issuer":"evil"}') })],
  ['a `constructor`', (good) => ({ body: within(good, '"constructor":{"prototype":{"x":1}}') })],
  ['a number beyond all', (good) => ({ body: within(good, '"x":1e400') })],
  ['white space around it', (good) => ({ body: ` \r\n\t${good}\n` })],
  ['gzip', (good) => ({ body: gzipSync(good), headers: { 'content-encoding': 'gzip' } })],
];

/** The good answer of a route, spoilt. */
function spoilt(reply: Reply, spoil: Spoil): Reply {
  return async (request) => {
    const good = await reply(request);
    if (typeof good !== 'object' || !('json' in good)) throw new Error('this route answers with JSON');
    const { body, headers } = spoil(JSON.stringify(good.json));
    return { status: good.status ?? 200, headers: { 'content-type': 'application/json', ...headers }, body };
  };
}

const spoilRoute = (route: keyof typeof routes, spoil: Spoil) => (site: ScriptedSite) => {
  const { path, on } = routes[route];
  const good = site[on].routes[path];
  if (good) site[on].routes[path] = spoilt(good, spoil);
};

const routes = {
  'resource metadata': { path: '/.well-known/oauth-protected-resource/mcp', on: 'server' },
  'server metadata': { path: '/.well-known/oauth-authorization-server', on: 'authorization' },
  registration: { path: '/register', on: 'authorization' },
  token: { path: '/token', on: 'authorization' },
} as const;

describe.each(['resource metadata', 'server metadata', 'registration'] as const)('%s', (route) => {
  it.each(refused)('that are %s are refused', async (_words, spoil) => {
    const outcome = await tryToConnect(await start(spoilRoute(route, spoil)));
    expect(outcome).toMatch(
      /^(answer_|server_metadata_missing|resource_metadata_missing|registration_refused|connection_failed)/,
    );
  });

  it.each(accepted)('that are %s are read', async (_words, spoil) => {
    const tried = await start(spoilRoute(route, spoil));
    expect(await tryToConnect(tried)).toBe('asked');
    expect(tried.kit.opened[0]?.origin).toBe(tried.site.issuer);
    expect(tried.kit.opened[0]?.searchParams.get('client_id')).toMatch(/^client-/);
  });
});

describe('tokens', () => {
  it.each(refused)('that are %s are refused', async (_words, spoil) => {
    const tried = await start();
    const answer = await asked(tried);
    spoilRoute('token', spoil)(tried.site);
    expect(await bringBack(tried, answer)).toMatch(/^(answer_|token_response_invalid|connection_failed)/);
  });

  it.each(accepted)('that are %s are read', async (_words, spoil) => {
    const tried = await start();
    const answer = await asked(tried);
    spoilRoute('token', spoil)(tried.site);
    expect(await bringBack(tried, answer)).toBe('signed in');
    expect((await accessToken(tried.kit.context, tried.kit.slot(tried.id))).token.reveal()).toBe('access-1');
  });

  it.each(refused)('renewed as %s leave the old ones as they are', async (_words, spoil) => {
    const tried = await start();
    await bringBack(tried, await asked(tried));
    const { kit, id, site } = tried;
    spoilRoute('token', spoil)(site);
    kit.clock.ahead = 3600_000;
    expect(await outcomeOf(() => accessToken(kit.context, kit.slot(id)))).toBe('refresh_unavailable');
    expect(kit.store.tokenSets.get(id, kit.session.profileId)?.refreshToken?.reveal()).toBe('refresh-1');
    noteKept();
    expectNoSecrets(kit);
  });
});

describe('the answer to signing out', () => {
  it.each<[string, Reply]>([
    ['a page', html()],
    ['a refusal', json({ error: 'unsupported_token_type' }, 400)],
    ['deep JSON', bytes('['.repeat(30_000), 'application/json', 400)],
    ['JSON with a byte order mark', bytes('\ufeff{}', 'application/json', 400)],
    ['too much', bytes('a'.repeat(100_000))],
    ['a redirect', () => ({ status: 307, headers: { location: '/elsewhere' }, body: '' })],
    ['a closed connection', () => 'close'],
  ])('may be %s: the tokens are gone here all the same', async (_words, reply) => {
    const tried = await start();
    await bringBack(tried, await asked(tried));
    const { kit, id, site } = tried;
    site.authorization.routes['/revoke'] = reply;
    const outcome = await outcomeOf(async () =>
      expect(['confirmed', 'failed']).toContain(await disconnect(kit.context, kit.session, id)),
    );
    expect(outcome).toBe('done');
    expect(site.authorization.to('/elsewhere')).toEqual([]);
    expect(kit.store.tokenSets.get(id, kit.session.profileId)).toBeUndefined();
    expectNoSecrets(kit);
  });
});

describe('a false Content-Length', () => {
  it.each([
    ['too long', 5],
    ['too short', -5],
  ])('(%s) in the server’s metadata is a fault, and nobody waits', async (_words, off) => {
    const tried = await start(({ authorization, metadata }) => {
      authorization.routes['/.well-known/oauth-authorization-server'] = () => (response) => {
        const body = JSON.stringify(metadata);
        const { socket } = response;
        socket?.end(
          `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length + off}\r\n\r\n${body}`,
        );
      };
    });
    expect(await tryToConnect(tried)).toMatch(/^(connection_failed|server_metadata_missing)$/);
  });
});

it('what speaks no HTTP is no MCP server', async () => {
  const server = createTcpServer(
    (socket) => void socket.on('error', () => undefined).end('220 mail.example ESMTP\r\n'),
  );
  const port = await listening(server);
  const tried = await start();
  const { kit } = tried;
  const id = kit.addServer(`http://127.0.0.1:${port}/mcp`);
  expect(await tryToConnect({ ...tried, id })).toBe('connection_failed');
});

afterAll(() => sayHowMany('Bytes'));

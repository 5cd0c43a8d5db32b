import { createServer as createTcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { accessToken } from '../../src-main/connections/tokens/access-token.ts';
import { disconnect } from '../../src-main/connections/sign-out/disconnect.ts';
import { listening } from '../support/names-and-traps.ts';
import type { ErrorCode } from '../../src-preload/contract.ts';
import { html, json, type Reply } from '../support/scripted-server.ts';
import type { ScriptedSite } from '../support/scripted-site.ts';
import {
  asked,
  bringBack,
  bytes,
  expectKept,
  expectNoSecrets,
  outcomeOf,
  sayHowMany,
  settle,
  signedInBefore,
  start,
  triedAll,
  tryToConnect,
} from './attempt.ts';

type Spoil = (good: string) => { body: Buffer | string; headers?: Record<string, string> };

const within = (good: string, extra: string) => `${good.slice(0, -1)},${extra}}`;

type Outcome = Record<keyof typeof routes, ErrorCode>;

/**
 * Not strict UTF-8, or too deep: it is not parsed. Metadata is looked up at several URLs, and a malformed one counts as
 * missing.
 */
const malformed: Outcome = {
  'resource metadata': 'answer_malformed',
  'server metadata': 'server_metadata_missing',
  registration: 'answer_malformed',
  token: 'answer_malformed',
};
const noJson: Outcome = {
  'resource metadata': 'resource_metadata_missing',
  'server metadata': 'server_metadata_missing',
  registration: 'registration_refused',
  token: 'token_response_invalid',
};
const noObject: Outcome = { ...noJson, 'resource metadata': 'answer_malformed' };
const everywhere = (code: ErrorCode): Outcome => ({
  'resource metadata': code,
  'server metadata': code,
  registration: code,
  token: code,
});

/** Bytes that must not be parsed as what they resemble. */
const refused: [string, Outcome, Spoil][] = [
  ['a byte order mark', malformed, (good) => ({ body: `\ufeff${good}` })],
  ['UTF-16', noJson, (good) => ({ body: Buffer.from(good, 'utf16le') })],
  ['UTF-16 with its mark', malformed, (good) => ({ body: Buffer.from(`\ufeff${good}`, 'utf16le') })],
  ['bad UTF-8', malformed, (good) => ({ body: Buffer.from(within(good, '"x":"\xff"'), 'latin1') })],
  [
    'a lone surrogate in UTF-8',
    malformed,
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
    malformed,
    (good) => ({
      body: Buffer.concat([Buffer.from(`${good.slice(0, -1)},"x":"`), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')]),
    }),
  ],
  ['a depth of 33', malformed, (good) => ({ body: within(good, `"x":${'['.repeat(32)}${']'.repeat(32)}`) })],
  [
    'a depth of 30,000',
    malformed,
    (good) => ({ body: within(good, `"x":${'['.repeat(30_000)}${']'.repeat(30_000)}`) }),
  ],
  [
    'a depth of 100,000',
    { ...malformed, registration: 'answer_too_large', token: 'answer_too_large' },
    (good) => ({ body: within(good, `"x":${'['.repeat(100_000)}${']'.repeat(100_000)}`) }),
  ],
  ['a trailing comma', noJson, (good) => ({ body: `${good.slice(0, -1)},}` })],
  [
    'a form',
    noJson,
    () => ({
      body: 'access_token=canary-token&token_type=Bearer',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }),
  ],
  ['a form that says it is JSON', noJson, () => ({ body: 'access_token=canary-token&token_type=Bearer' })],
  ['half of it', noJson, (good) => ({ body: good.slice(0, good.length / 2) })],
  ['nothing', noJson, () => ({ body: '' })],
  ['two of it', noJson, (good) => ({ body: good + good })],
  ['an array of it', noObject, (good) => ({ body: `[${good}]` })],
  ['text', noObject, (good) => ({ body: JSON.stringify(good) })],
  ['null', noObject, () => ({ body: 'null' })],
  ['NUL behind it', noJson, (good) => ({ body: `${good}\0` })],
  [
    'what is not packed as it says',
    everywhere('connection_failed'),
    (good) => ({ body: good, headers: { 'content-encoding': 'gzip' } }),
  ],
  [
    '20 MB behind gzip',
    everywhere('answer_too_large'),
    (good) => ({
      body: gzipSync(within(good, `"x":"${'a'.repeat(20_000_000)}"`)),
      headers: { 'content-encoding': 'gzip' },
    }),
  ],
];

/** Unusual, but harmless. */
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

/** A valid response, modified. */
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
  it.each(refused)('that are %s are refused', async (words, expected, spoil) => {
    settle(words, await tryToConnect(await start(spoilRoute(route, spoil))), expected[route]);
  });

  it.each(accepted)('that are %s are read', async (words, spoil) => {
    const tried = await start(spoilRoute(route, spoil));
    settle(words, await tryToConnect(tried), 'asked');
    expect(tried.kit.opened[0]?.origin).toBe(tried.site.issuer);
    expect(tried.kit.opened[0]?.searchParams.get('client_id')).toMatch(/^client-/);
  });
});

describe('tokens', () => {
  it.each(refused)('that are %s are refused', async (words, { token: expected }, spoil) => {
    const tried = await start();
    const answer = await asked(tried);
    spoilRoute('token', spoil)(tried.site);
    settle(words, await bringBack(tried, answer), expected);
  });

  it.each(accepted)('that are %s are read', async (words, spoil) => {
    const tried = await start();
    const answer = await asked(tried);
    spoilRoute('token', spoil)(tried.site);
    settle(words, await bringBack(tried, answer), 'signed in');
    expect((await accessToken(tried.kit.context, tried.kit.slot(tried.id))).token.reveal()).toBe('access-1');
  });

  it.each(refused)('renewed as %s leave the old ones as they are', async (words, _expected, spoil) => {
    const tried = await start();
    await bringBack(tried, await asked(tried));
    const { kit, id, site } = tried;
    spoilRoute('token', spoil)(site);
    kit.clock.ahead = 3600_000;
    settle(words, await outcomeOf(() => accessToken(kit.context, kit.slot(id))), 'refresh_unavailable');
    expectKept(tried);
    expectNoSecrets(tried);
  });
});

describe('the answer to a revocation', () => {
  it.each<[string, Reply]>([
    ['a page', html()],
    ['a refusal', json({ error: 'unsupported_token_type' }, 400)],
    ['deep JSON', bytes('['.repeat(30_000), 'application/json', 400)],
    ['JSON with a byte order mark', bytes('\ufeff{}', 'application/json', 400)],
    ['too much', bytes('a'.repeat(100_000))],
    ['a redirect', () => ({ status: 307, headers: { location: '/elsewhere' }, body: '' })],
    ['a closed connection', () => 'close'],
  ])('may be %s: the tokens are deleted here all the same', async (_words, reply) => {
    const tried = await start();
    await bringBack(tried, await asked(tried));
    const { kit, id, site } = tried;
    site.authorization.routes['/revoke'] = reply;
    const outcome = await outcomeOf(async () =>
      expect(['confirmed', 'failed']).toContain(await disconnect(kit.context, kit.session, id)),
    );
    expect(outcome).toBe('done');
    expect(site.authorization.to('/elsewhere')).toEqual([]);
    expectKept({ kit, held: { ...tried.held, [id]: undefined } });
    expectNoSecrets(tried);
  });
});

describe.each(Object.keys(routes) as (keyof typeof routes)[])('%s with a false Content-Length', (route) => {
  it.each([
    ['too long', 5, 'connection_failed'],
    // The JSON is truncated: bytes after the announced length are not read.
    ['too short', -5, noJson[route]],
  ] as const)('(%s) is a failure, and no caller waits', async (_words, off, expected) => {
    const tried = await start();
    const spoil = ({ authorization, server }: ScriptedSite) => {
      const on = { authorization, server }[routes[route].on];
      const good = on.routes[routes[route].path];
      on.routes[routes[route].path] = async (request) => {
        const answer = await good?.(request);
        if (typeof answer !== 'object' || !('json' in answer)) throw new Error('this route answers with JSON');
        const body = JSON.stringify(answer.json);
        const head = `HTTP/1.1 ${answer.status ?? 200} OK\r\ncontent-type: application/json`;
        return ({ socket }) => void socket?.end(`${head}\r\ncontent-length: ${body.length + off}\r\n\r\n${body}`);
      };
    };
    if (route === 'token') {
      const answer = await asked(tried);
      spoil(tried.site);
      settle('a false Content-Length', await bringBack(tried, answer), expected);
    } else {
      spoil(tried.site);
      settle('a false Content-Length', await tryToConnect(tried), expected);
    }
  });
});

it('a server that does not speak HTTP is no MCP server', async () => {
  const server = createTcpServer(
    (socket) => void socket.on('error', () => undefined).end('220 mail.example ESMTP\r\n'),
  );
  const port = await listening(server);
  const { kit, site } = await start();
  const tried = signedInBefore(site, kit, `http://127.0.0.1:${port}/mcp`);
  expect(await tryToConnect(tried)).toBe('connection_failed');
});

it('every answer with a promised outcome was tried', () => triedAll('Bytes'));

afterAll(() => sayHowMany('Bytes'));

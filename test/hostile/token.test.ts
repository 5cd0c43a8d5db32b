import { afterAll, describe, expect, it } from 'vitest';
import { accessToken } from '../../src-main/connections/tokens/access-token.ts';
import { Secret } from '../../src-main/base/secret.ts';
import { html, json, type Reply } from '../support/scripted-server.ts';
import {
  asked,
  bringBack,
  bytes,
  expectKept,
  expectNoSecrets,
  outcomeOf,
  sayHowMany,
  settle,
  start,
  triedAll,
} from './attempt.ts';

// The token values are looked up in the store, never in a log: `expectNoSecrets` searches logs for `access-` and
// `refresh-`.
const tokens = (other: Record<string, unknown>): Reply =>
  json({ access_token: 'access-new', refresh_token: 'refresh-new', token_type: 'Bearer', expires_in: 3600, ...other });

/** Quotes secrets in an error, as careless servers do. */
const quoting: Reply = ({ form }) => {
  const quoted = form.get('refresh_token') ?? form.get('code') ?? '';
  return {
    status: 400,
    json: { error: `bad ${quoted}`, error_description: `${quoted} ${form.get('code_verifier')} is unknown` },
  };
};

/** The same method and body have arrived at the address that the redirect named. */
const moved: Reply = (asked) =>
  asked.method === 'POST' && asked.form.has('grant_type') ? tokens({})(asked) : { status: 400, body: '' };

const invalid = 'token_response_invalid';
const later = 'refresh_unavailable';
/** The authorization server answered: the tokens are kept, and the person is asked to sign in. */
const refused = 'refresh_refused';

/**
 * The outcome for a code exchange and for a renewal. `signed in` and `renewed` are documented acceptances: an invalid
 * extra never costs a usable token.
 */
const cases: [string, exchange: string, renewal: string, Reply][] = [
  // token_type
  ['no token_type', invalid, later, tokens({ token_type: undefined })],
  ['token_type bearer', 'signed in', 'renewed', tokens({ token_type: 'bearer' })],
  ['token_type BEARER', 'signed in', 'renewed', tokens({ token_type: 'BEARER' })],
  ['token_type mac', invalid, later, tokens({ token_type: 'mac' })],
  ['token_type DPoP that was not requested', invalid, later, tokens({ token_type: 'DPoP' })],
  ['token_type as array', invalid, later, tokens({ token_type: ['Bearer'] })],
  // expires_in
  ['expires_in as text', 'signed in', 'renewed', tokens({ expires_in: '3600' })],
  ['expires_in as words', 'signed in', 'renewed', tokens({ expires_in: 'an hour' })],
  ['expires_in negative', 'signed in', 'renewed', tokens({ expires_in: -5 })],
  ['expires_in 0', 'signed in', 'renewed', tokens({ expires_in: 0 })],
  [
    'expires_in 1e400',
    'signed in',
    'renewed',
    bytes('{"access_token":"access-new","token_type":"Bearer","expires_in":1e400}'),
  ],
  ['expires_in null', 'signed in', 'renewed', tokens({ expires_in: null })],
  ['no expires_in', 'signed in', 'renewed', tokens({ expires_in: undefined })],
  ['expires_in 1e12', 'signed in', 'renewed', tokens({ expires_in: 1e12 })],
  ['expires_in as array', 'signed in', 'renewed', tokens({ expires_in: [3600] })],
  // access_token
  ['an empty access_token', invalid, later, tokens({ access_token: '' })],
  ['access_token as number', invalid, later, tokens({ access_token: 5 })],
  ['access_token as array', invalid, later, tokens({ access_token: ['access-new'] })],
  ['access_token null', invalid, later, tokens({ access_token: null })],
  ['no access_token', invalid, later, tokens({ access_token: undefined })],
  ['access_token with CRLF', invalid, later, tokens({ access_token: 'access-new\r\nX-Evil: 1' })],
  ['access_token with a space', invalid, later, tokens({ access_token: 'access new' })],
  ['access_token beyond ASCII', invalid, later, tokens({ access_token: 'accéss' })],
  ['access_token of 16,384 letters', 'signed in', 'renewed', tokens({ access_token: 'a'.repeat(16_384) })],
  ['access_token of 16,385 letters', 'token_too_long', later, tokens({ access_token: 'a'.repeat(16_385) })],
  ['access_token of 60,000 letters', 'token_too_long', later, tokens({ access_token: 'a'.repeat(60_000) })],
  ['access_token of 1 MB', 'answer_too_large', later, tokens({ access_token: 'a'.repeat(1_000_000) })],
  // scope
  ['scope as array', 'signed in', 'renewed', tokens({ scope: ['read'] })],
  ['a smaller scope', 'signed in', 'renewed', tokens({ scope: 'a' })],
  ['a larger scope', 'signed in', 'renewed', tokens({ scope: 'a b c admin' })],
  ['a scope that hides something', 'signed in', 'renewed', tokens({ scope: 'a\u202eb c\0' })],
  ['an empty scope', 'signed in', 'renewed', tokens({ scope: '' })],
  // refresh token
  ['no refresh token', 'signed in', 'renewed', tokens({ refresh_token: undefined })],
  ['an empty refresh token', 'signed in', 'renewed', tokens({ refresh_token: '' })],
  ['the same refresh token', 'signed in', 'renewed', tokens({ refresh_token: 'refresh-1' })],
  ['refresh token of 60,000 letters', 'signed in', 'renewed', tokens({ refresh_token: 'r'.repeat(60_000) })],
  ['refresh token as number', 'signed in', 'renewed', tokens({ refresh_token: 5 })],
  // errors
  ['200 with error', invalid, refused, json({ error: 'invalid_grant' })],
  ['400 as a page', invalid, refused, html(400)],
  ['400 without a body', invalid, refused, () => ({ status: 400, body: '' })],
  ['400 with JSON that is no error', invalid, refused, json({ message: 'no' }, 400)],
  ['401 without a body', invalid, refused, () => ({ status: 401, body: '' })],
  // A forgotten client is registered again, and the browser is opened again.
  ['invalid_client', 'asked again', 'client_unknown', json({ error: 'invalid_client' }, 401)],
  ['an error of its own making', 'token_refused', refused, json({ error: 'odd', error_description: 'odd words' }, 400)],
  ['the refresh token or the code, quoted', 'token_refused', refused, quoting],
  ['invalid_scope', 'token_refused', refused, json({ error: 'invalid_scope' }, 400)],
  ['500', invalid, later, html(500)],
  ['503 with Retry-After', invalid, later, () => ({ status: 503, headers: { 'retry-after': '60' }, body: '' })],
  ['a page with 200', invalid, later, html()],
  ['nothing with 200', invalid, later, () => ({ body: '' })],
  ['a closed connection', 'connection_failed', later, () => 'close'],
  ...[301, 302, 303].map((status): [string, string, string, Reply] => [
    `a redirect with ${status}`,
    'redirect_refused',
    later,
    () => ({ status, headers: { location: '/token2' }, body: '' }),
  ]),
  ...[307, 308].map((status): [string, string, string, Reply] => [
    `a redirect with ${status}`,
    'signed in',
    'renewed',
    (asked) => (asked.path === '/token' ? { status, headers: { location: '/token?moved' }, body: '' } : moved(asked)),
  ]),
  ...[307, 308].map((status): [string, string, string, Reply] => [
    `a redirect with ${status} to another origin`,
    'redirect_refused',
    later,
    ({ headers: { host = '' } }) => ({
      status,
      headers: { location: `http://${host.replace('127.0.0.1', 'localhost')}/token2` },
      body: '',
    }),
  ]),
];

describe('the answer to a code', () => {
  it.each(cases)('(%s): %s', async (words, expected, _renewal, reply) => {
    const tried = await start();
    const answer = await asked(tried);
    tried.site.authorization.routes['/token'] = reply;
    settle(words, await bringBack(tried, answer), expected);
    expect(tried.site.authorization.to('/token2')).toEqual([]);
    expect(tried.site.authorization.requests.filter(({ path }) => path === '/token')).toHaveLength(1);
  });
});

describe('the answer to a renewal', () => {
  it.each(cases)('(%s) has its promised outcome', async (words, _exchange, expected, reply) => {
    const tried = await signedIn();
    const { kit, site, id, slot, stored } = tried;
    site.authorization.routes['/token'] = reply;
    kit.clock.ahead = 3600_000;
    const outcome = await outcomeOf(() => accessToken(kit.context, slot), 'renewed');
    settle(words, outcome, expected);
    expect(site.authorization.to('/token2')).toEqual([]);
    expectNoSecrets(tried);
    const after = stored();
    if (outcome === 'renewed') {
      expect(['access-new', 'a'.repeat(16_384)]).toContain(after?.accessToken.reveal());
      // Without a new refresh token, the old one is kept.
      expect(['refresh-1', 'refresh-new']).toContain(after?.refreshToken?.reveal());
    } else {
      expectKept(tried);
      expect(kit.view(id).status.state).not.toBe('signed_out');
    }
  });

  it('(invalid_grant) ends this one sign-in, and no other answer does', async () => {
    const tried = await signedIn();
    const { kit, site, slot } = tried;
    site.authorization.routes['/token'] = json({ error: 'invalid_grant' }, 400);
    kit.clock.ahead = 3600_000;
    settle('invalid_grant', await outcomeOf(() => accessToken(kit.context, slot)), 'sign_in_ended');
    expectNoSecrets(tried);
    // This server's tokens are gone; the other server's are not.
    expectKept({ kit, held: { ...tried.held, [tried.id]: undefined } });
  });

  it('(invalid_grant for a refresh token that another process has replaced meanwhile) ends nothing', async () => {
    const tried = await signedIn();
    const { kit, site, slot, stored } = tried;
    const before = stored();
    if (!before) throw new Error('nobody is signed in');
    site.authorization.routes['/token'] = () => {
      kit.store.tokenSets.replaceTokens(before.id, before.refreshToken, {
        accessToken: new Secret('access-newer'),
        refreshToken: new Secret('refresh-newer'),
        scope: before.scope,
        issuedAt: Date.now() + 3600_000,
        expiresAt: Date.now() + 7200_000,
      });
      return { status: 400, json: { error: 'invalid_grant' } };
    };
    kit.clock.ahead = 3600_000;
    let token = '';
    const work = async () => void (token = (await accessToken(kit.context, slot)).token.reveal());
    settle(
      'invalid_grant for a refresh token that another process has replaced meanwhile',
      await outcomeOf(work, 'newer'),
      'newer',
    );
    expect([token, stored()?.refreshToken?.reveal()]).toEqual(['access-newer', 'refresh-newer']);
    expect(site.authorization.to('/token')).toHaveLength(2);
    expectNoSecrets(tried);
  });
});

async function signedIn() {
  const tried = await start();
  expect(await bringBack(tried, await asked(tried))).toBe('signed in');
  const { kit, id } = tried;
  return { ...tried, slot: kit.slot(id), stored: () => kit.store.tokenSets.get(id, kit.session.profileId) };
}

it('every answer with a promised outcome was tried', () => triedAll('Token'));

afterAll(() => sayHowMany('Token'));

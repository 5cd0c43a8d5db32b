import { afterAll, describe, expect, it } from 'vitest';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import { logSeldom } from '../../src-main/base/log-seldom.ts';
import { receiveAppLink } from '../../src-main/app/receive-app-link.ts';
import { appLinkInArguments, parseAppLink } from '../../src-main/redirect/app-link.ts';
import {
  asked,
  bringBack,
  expectKept,
  expectNoSecrets,
  outcomeOf,
  sayHowMany,
  settle,
  start,
  triedAll,
  type Tried,
} from './attempt.ts';

type Change = (answer: string, tried: Tried) => string;

const set =
  (name: string, value: string | null) =>
  (answer: string): string => {
    const [door = '', query = ''] = answer.split('?');
    const parameters = new URLSearchParams(query);
    if (value === null) parameters.delete(name);
    else parameters.set(name, value);
    return `${door}?${parameters}`;
  };
const also =
  (text: string) =>
  (answer: string): string =>
    `${answer}&${text}`;
const state = (answer: string) => new URL(answer).searchParams.get('state') ?? '';

/**
 * The outcome of the response, and whether the genuine one is accepted afterwards. `dropped`: not one of our links, so
 * it is ignored.
 */
const cases: [string, string, 'waits' | 'over', Change][] = [
  // state
  ['no state', 'response_invalid', 'waits', set('state', null)],
  ['an empty state', 'response_invalid', 'waits', set('state', '')],
  ['another state', 'state_unknown', 'waits', set('state', 'x'.repeat(43))],
  [
    'a state that is nearly right',
    'state_unknown',
    'waits',
    (answer) => answer.replace(state(answer), state(answer).slice(0, -1)),
  ],
  ['a state with NUL', 'state_unknown', 'waits', (answer) => answer.replace(state(answer), `${state(answer)}%00`)],
  ['a doubled state', 'response_invalid', 'waits', (answer) => also(`state=${state(answer)}`)(answer)],
  ['two states', 'response_invalid', 'waits', also('state=other')],
  // code
  ['a doubled code', 'response_invalid', 'waits', also('code=other')],
  ['a code with an error: the error counts', 'authorization_refused', 'over', also('error=server_error')],
  ['a code with a refusal: the refusal counts', 'access_denied', 'over', also('error=access_denied')],
  ['neither code nor error', 'response_invalid', 'over', set('code', null)],
  ['an empty code', 'response_invalid', 'over', set('code', '')],
  ['code and state in the fragment', 'dropped', 'waits', (answer) => answer.replace('?', '#')],
  ['a fragment besides', 'dropped', 'waits', (answer) => `${answer}#code=other`],
  [
    'bad percent signs in the code: it is the server’s to judge',
    'signed in',
    'over',
    (answer) => answer.replace('the-code', '%zz%'),
  ],
  [
    'CRLF in the code: it goes into a form and cannot break out',
    'signed in',
    'over',
    (answer) => answer.replace('the-code', '%0d%0aX:%20y'),
  ],
  // iss
  ['another iss', 'response_issuer_wrong', 'over', set('iss', 'https://evil.example')],
  ['iss with a slash', 'response_issuer_wrong', 'over', (answer, { site }) => set('iss', `${site.issuer}/`)(answer)],
  [
    'iss in capitals',
    'response_issuer_wrong',
    'over',
    (answer, { site }) => set('iss', site.issuer.toUpperCase())(answer),
  ],
  ['no iss where it was promised', 'response_issuer_wrong', 'over', set('iss', null)],
  ['an empty iss', 'response_issuer_wrong', 'over', set('iss', '')],
  ['a doubled iss', 'response_invalid', 'waits', (answer, { site }) => also(`iss=${site.issuer}`)(answer)],
  [
    'another iss with an error: the error is not looked at',
    'response_issuer_wrong',
    'over',
    (answer) => `${set('iss', 'https://evil.example')(answer)}&error=access_denied`,
  ],
  [
    'iss written with other percent signs means the same',
    'signed in',
    'over',
    (answer) => answer.replace('iss=http%3A%2F%2F', 'iss=http:%2f/'),
  ],
  // form
  ['1 MB', 'dropped', 'waits', also(`x=${'a'.repeat(1_000_000)}`)],
  ['NUL', 'dropped', 'waits', also('x=\0')],
  ['CRLF', 'dropped', 'waits', also('x=\r\ny')],
  ['another path', 'dropped', 'waits', (answer) => answer.replace('/callback', '/callback/')],
  ['another scheme', 'dropped', 'waits', (answer) => answer.replace('app.keyfob:', 'app.keyfob2:')],
  ['capitals', 'dropped', 'waits', (answer) => answer.toUpperCase()],
  ['an answer of another flow', 'response_invalid', 'over', also('id_token=canary-token')],
  ['a signed answer that was not requested', 'response_invalid', 'over', also('response=canary-jwt')],
  ['a `__proto__`', 'signed in', 'over', also('__proto__=x')],
  [
    '100 unknown parameters',
    'signed in',
    'over',
    also(Array.from({ length: 100 }, (_, index) => `p${index}=x`).join('&')),
  ],
];

/** Delivers a response like the system does: `dropped` if it is not one of our links and has no effect. */
async function handOver(tried: Tried, url: string): Promise<string> {
  const { kit, site } = tried;
  const traces = () => [
    kit.log.length,
    kit.events.length,
    kit.opened.length,
    site.authorization.requests.length,
    shown,
  ];
  let shown = 0;
  const before = traces();
  const outcome = await outcomeOf(async () => {
    const link = appLinkInArguments(['/opt/keyfob', url]);
    if (!link) return;
    await receiveAppLink(link, {
      started: () => Promise.resolve({ context: kit.context }),
      show: () => (shown += 1),
      isOffered: () => false,
      logSeldom: logSeldom(kit.context.log, kit.context.now),
    });
  }, 'dropped');
  expect(traces()).toEqual(before);
  expectNoSecrets(tried);
  expectKept(tried);
  return outcome;
}

describe('an answer by a link', () => {
  it.each(cases)('with %s: %s, the genuine one %s', async (answer, expected, then, change) => {
    const tried = await start();
    const genuine = await asked(tried);
    const url = change(genuine, tried);
    settle(answer, await (parseAppLink(url) ? bringBack(tried, url) : handOver(tried, url)), expected);
    expect(tried.site.tokensIssued()).toBe(expected === 'signed in' ? 1 : 0);
    if (expected === 'signed in') return;
    expect(await bringBack(tried, genuine)).toBe(then === 'waits' ? 'signed in' : 'state_unknown');
  });

  it('is accepted once: a replay finds nothing', async () => {
    const tried = await start();
    const genuine = await asked(tried);
    expect(await bringBack(tried, genuine)).toBe('signed in');
    settle('a replay', await bringBack(tried, genuine), 'state_unknown');
    expect(tried.site.tokensIssued()).toBe(1);
  });

  it('after ten minutes is refused', async () => {
    const tried = await start();
    const genuine = await asked(tried);
    tried.kit.clock.ahead = 10 * 60_000 + 1;
    settle('after ten minutes', await bringBack(tried, genuine), 'request_expired');
    expect(tried.site.tokensIssued()).toBe(0);
  });
});

describe('an answer by this computer’s loopback address', () => {
  it.each([
    ['POST', (url: string) => fetch(url, { method: 'POST' })],
    ['HEAD', (url: string) => fetch(url, { method: 'HEAD' })],
    ['another path', (url: string) => fetch(url.replace('/callback', '/'))],
    ['another state', (url: string) => fetch(url.replace('state=', 'state=x'))],
    ['a doubled state', (url: string) => fetch(`${url}&state=x`)],
    ['1 MB', (url: string) => fetch(`${url}&x=${'a'.repeat(1_000_000)}`).catch(() => ({ ok: false }))],
    [
      'another name of this computer',
      (url: string) => fetch(url.replace('127.0.0.1', 'localhost')).catch(() => ({ ok: false })),
    ],
  ])('with %s is refused, and the genuine one is still accepted', async (answer, ask) => {
    const tried = await start();
    await connect(tried.kit.context, tried.kit.session, tried.id, { returnPath: 'loopback' });
    const genuine = tried.site.redirect(tried.kit.opened.at(-1)!);
    let accepted = true;
    const outcome = await outcomeOf(async () => void (accepted = (await ask(genuine)).ok), 'answered');
    expect(outcome).toBe('answered');
    settle(`${answer}, by loopback`, accepted ? 'accepted' : 'refused', 'refused');
    expect(tried.site.tokensIssued()).toBe(0);
    expectNoSecrets(tried);
    expectKept(tried);
    await tried.kit.bringBack(genuine);
    expect(tried.kit.completed()).toEqual(['signed in']);
  });
});

it('every answer with a promised outcome was tried', () => triedAll('Callback'));

afterAll(() => sayHowMany('Callback'));

import { afterAll, expect, it } from 'vitest';
import { json } from '../support/scripted-server.ts';
import { asked, bringBack, sayHowMany, settle, start, triedAll, tryToConnect, type Tried } from './attempt.ts';

/** What a server may say, and what users see of it: text, without hidden or disguising characters. */
const texts: [string, string, string | undefined][] = [
  ['markup', '<img src=x onerror=alert(1)><b>no</b>', '<img src=x onerror=alert(1)><b>no</b>'],
  ['a turn of direction', 'exe\u202egpj.no', 'exegpj.no'],
  ['isolates and marks', 'a\u2066b\u2069c\u200ed\u200fe', 'abcde'],
  ['ANSI', '\u001b[31mred\u001b[0m', '[31mred[0m'],
  ['zero width', 'pay\u200bpal\u200d\ufeff\u2060', 'paypal'],
  ['NUL and bells', 'a\0b\u0007c\u0008d', 'abcd'],
  ['C1 controls', 'a\u0085b\u009bc', 'abc'],
  ['tags', 'a\u{e0041}\u{e0042}b', 'ab'],
  ['lone surrogates', 'a\ud800b', 'a\ufffdb'],
  ['line ends of every kind', 'a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
  ['30 kB', 'é'.repeat(15_000), `${'é'.repeat(499)}…`],
  // Larger than a response may be, so nothing of it is read.
  ['100 kB', 'é'.repeat(50_000), undefined],
];

const shown = ({ kit, id }: Tried) => kit.view(id).lastAttempt?.error?.serverText;

it.each(texts.filter(([, said]) => said.length < 5000))(
  'a refusal by the browser may hold %s',
  async (words, said, seen) => {
    const tried = await start();
    const answer = new URL(await asked(tried));
    answer.searchParams.delete('code');
    answer.searchParams.set('error', 'server_error');
    answer.searchParams.set('error_description', said);
    settle(words, await bringBack(tried, answer.href), 'authorization_refused');
    expect(shown(tried)).toBe(seen);
  },
);

it.each(texts)('a refused registration may hold %s', async (words, said, seen) => {
  const tried = await start(({ authorization }) => {
    authorization.routes['/register'] = json({ error: 'access_denied', error_description: said }, 400);
  });
  settle(words, await tryToConnect(tried), seen === undefined ? 'answer_too_large' : 'registration_refused');
  expect(shown(tried)).toBe(seen);
});

it.each(texts)('a refused code may hold %s', async (words, said, seen) => {
  const tried = await start();
  const answer = await asked(tried);
  tried.site.authorization.routes['/token'] = json({ error: 'invalid_grant', error_description: said }, 400);
  settle(words, await bringBack(tried, answer), seen === undefined ? 'answer_too_large' : 'code_refused');
  expect(shown(tried)).toBe(seen);
});

it('every answer with a promised outcome was tried', () => triedAll('Text shown to people'));

afterAll(() => sayHowMany('Text shown to people'));

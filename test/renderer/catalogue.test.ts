import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTranslator } from 'use-intl';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../src-preload/contract.ts';
import en from '../../src-renderer/locales/en.json';
import vi from '../../src-renderer/locales/vi.json';
import zh from '../../src-renderer/locales/zh.json';
import { glossary, termsIn } from '../support/glossary.ts';

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, path = ''): [key: string, message: string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flatten(value, `${path}${key}.`),
  );
}

/** The names in braces. Text inside the branches of a plural or a select is not one. */
function placeholders(message: string): string[] {
  const names = new Set<string>();
  let depth = 0;
  for (let at = 0; at < message.length; at += 1) {
    if (message[at] === '}') depth -= 1;
    if (message[at] !== '{') continue;
    depth += 1;
    const name = /^\w+/.exec(message.slice(at + 1))?.[0];
    if (depth % 2 === 1 && name) names.add(name);
  }
  return [...names].toSorted();
}

const english = new Map(flatten(en));

describe.each([
  ['vi', vi],
  ['zh', zh],
] as const)('the catalogue of %s', (locale, messages) => {
  const own = new Map(flatten(messages));

  it('has the same keys as the English one', () => {
    expect([...own.keys()]).toEqual([...english.keys()]);
  });

  it('has the same placeholders as the English one', () => {
    for (const [key, message] of english)
      expect([key, placeholders(own.get(key) ?? '')]).toEqual([key, placeholders(message)]);
  });

  it('has no English text left over', () => {
    const sameEverywhere = new Set(['status.announce', 'tools.pastGood', 'tools.view.json']);
    const technical = /^(?:time|words)\./;
    for (const [key, message] of english) {
      if (!sameEverywhere.has(key) && !technical.test(key))
        expect([locale, key, own.get(key)]).not.toEqual([locale, key, message]);
    }
  });
});

it.each([
  ['en', en],
  ['vi', vi],
  ['zh', zh],
] as const)('every message in %s can be formatted', (locale, messages) => {
  const errors: string[] = [];
  const t = createTranslator({ locale, messages, onError: (error) => errors.push(error.message) });
  for (const [key, message] of flatten(messages)) {
    const values = Object.fromEntries(placeholders(message).map((name) => [name, 2]));
    expect(t(key as 'app.loading', values)).not.toMatch(/[{}]/);
  }
  expect(errors).toEqual([]);
});

it('the catalogue has a text for every error code, and for no other', () => {
  expect(Object.keys(en.errors.what).toSorted()).toEqual([...errorCodes].toSorted());
  expect(Object.keys(en.errors.next).toSorted()).toEqual([...errorCodes].toSorted());
});

/** A whole word. `\b` knows the letters of English alone: it finds no end of a word after "ơ". */
const word = (alternatives: string) => new RegExp(`(?<![\\p{L}\\p{M}])(?:${alternatives})(?![\\p{L}\\p{M}])`, 'iu');

/** Words for which the catalogue uses another one everywhere else. */
const strayed = {
  en: word('authenticat\\p{L}+|log ?in|logged|profiles?'),
  vi: word('xoá|hồ sơ|máy tính này|không gian làm việc|header'),
  zh: /您|计算机|登记|标头|[,;!?]|[\u4e00-\u9fff][.:]/,
};

const catalogues = { en, vi, zh };
/** Every message of the window and of the main process. */
const everything = (language: keyof typeof catalogues) => [
  ...flatten(catalogues[language]),
  ...[...desktopWords(language)].map(([key, message]): [string, string] => [`desktop: ${key}`, message]),
];
/** What is typed in a terminal is the same in every language: commands, options and paths. */
const typed = /~\/\S+|\bkeyfob [a-z]+|^ {2}[a-z]+|--[a-z]+/gm;
/** Without the places for names and numbers, and without what is typed. */
const spoken = (message: string) =>
  message.replaceAll(/\{\w+(?:, (?:plural|select|number),?|\})/g, ' ').replaceAll(typed, ' ');

it.each(['en', 'vi', 'zh'] as const)('one thing has one name in %s, in the window and outside of it', (language) => {
  const all = everything(language).map(([key, message]) => [key, spoken(message)]);
  expect(all.filter(([, message]) => strayed[language].test(message ?? ''))).toEqual([]);
});

it('a search for a word that ends in an accented letter finds it', () => {
  expect(strayed.vi.test('Chọn hồ sơ khác')).toBe(true);
  expect(strayed.vi.test('hồ sơn')).toBe(false);
});

/** Vague or private English words; the plain term of the field is used instead. */
const forbidden = [
  'somebody, someone, nobody, no one, anybody, anyone, everybody, whoever, anew, door, doors, trouble, mend, mended',
  'by itself, what stands, stands here, stands there, sits here, speaks, bring along, bring them, comes along, take back',
  'takes back, took back, taken back, take along, take your, left out, leave out, leaves it alone, remove again',
  'removed again, believe, believes, believed, vouch, vouches, answer, answers, answered',
  'pictures, sound, at hand, tool server, tool servers, if it stays, makers, the people who, is known, known there',
  'introduce, introduces, loaded again, load again, started again, run out, call itself, proves itself',
]
  .join(', ')
  .split(', ');
const says = (message: string, words: string[]) => words.filter((one) => word(one).test(message));

it('English messages use no vague or private word', () => {
  const found = everything('en').flatMap(([key, message]) =>
    says(spoken(message), forbidden).map((one) => [key, one, message]),
  );
  expect(found).toEqual([]);
});

it('a forbidden word is found alone, and not within another word', () => {
  expect(says('Nobody is asked. Take back access.', forbidden)).toEqual(['nobody', 'take back']);
  expect(says('Indoors, recommended, untroubled', forbidden)).toEqual([]);
});

/** In reverse: the terms that the word may translate, and no other. */
const means: Record<'vi' | 'zh', [own: RegExp, english: RegExp][]> = {
  vi: [
    [/mã ứng dụng/i, word('client ids?')],
    [/client id/i, word('client ids?')],
    [/mã bí mật/i, word('secrets?')],
  ],
  zh: [
    [/客户端 ID/, word('client ids?')],
    [/机密/, word('secrets?')],
    [/密钥(?!环)/, word('keys?')],
  ],
};

it('the glossary is read from CONTRIBUTING.md', () => {
  expect(glossary).toContainEqual({ english: ['client ID'], vi: 'mã ứng dụng khách', zh: '客户端 ID' });
  expect(termsIn('Remove certificate authorities.').map(({ zh }) => zh)).toEqual(['证书颁发机构', '移除']);
  expect(termsIn('GNOME Keyring, which is not secret').map(({ zh }) => zh)).toEqual([]);
});

it.each(['vi', 'zh'] as const)('a term of the field is one word in %s, and that word is no other term', (language) => {
  const first = new Map(everything('en'));
  const wrong = everything(language).flatMap(([key, message]) => {
    const said = spoken(first.get(key) ?? '');
    const missing = termsIn(said).filter((term) => !message.toLowerCase().includes(term[language].toLowerCase()));
    const other = means[language].filter(([own, english]) => own.test(message) && !english.test(said));
    return [...missing.map((term) => term[language]), ...other.map(([own]) => String(own))].map((what) => [
      key,
      what,
      message,
    ]);
  });
  expect(wrong).toEqual([]);
  // Labels have the English term beside the Vietnamese one, for readers of the server's documentation, never alone.
  if (language === 'vi')
    expect(
      everything('vi').filter(([, message]) => /client id/i.test(message.replaceAll('ứng dụng khách (client ID)', ''))),
    ).toEqual([]);
});

/** Names, and words that are the same in both languages. */
const sameWord = new Set(
  'keyfob json csv markdown jwt pem url qr oauth apache begin claude code codex cursor windsurf gnome keyring kwallet passwords keys and postgres token email http https mcp example com internet proxy web client secret pull other svg electron libsecret linux wayland card der crt cer pkce sse streamable localhost ssh wsl enter ctrl bash zsh fish shell microsoft wiki devops crm sql display debian ubuntu fedora root chown chmod chrome sandbox user namespaces'.split(
    ' ',
  ),
);

it.each(['vi', 'zh'] as const)('no English term is left over in %s, in the window and outside of it', (language) => {
  const words = (message: string) =>
    spoken(message)
      .toLowerCase()
      .match(/(?<![\p{L}\p{M}])[a-z]{3,}(?![\p{L}\p{M}])/gu) ?? [];
  const first = new Map(everything('en'));
  const left = everything(language).flatMap(([key, message]) => {
    const english = new Set(words(first.get(key) ?? ''));
    return words(message)
      .filter((one) => english.has(one) && !sameWord.has(one))
      .map((one) => [key, one]);
  });
  expect(left).toEqual([]);
});

it.each(['vi', 'zh'])('no message of the main process is the English one left over in %s', (language) => {
  const own = desktopWords(language);
  const left = [...desktopWords('en')].filter(([key, message]) => key !== 'menu.app' && own.get(key) === message);
  expect(left).toEqual([]);
});

function desktopWords(language: string): Map<string, string> {
  const file = join(import.meta.dirname, `../../src-main/shell/locales/${language}.json`);
  return new Map(flatten(JSON.parse(readFileSync(file, 'utf8')) as Tree));
}

describe.each(['vi', 'zh'])('the catalogue of the main process in %s', (language) => {
  it('is complete, with the same placeholders for names and numbers', () => {
    const [own, first] = [desktopWords(language), desktopWords('en')];
    expect([...own.keys()]).toEqual([...first.keys()]);
    for (const [key, message] of first)
      expect([key, placeholders(own.get(key) ?? '')]).toEqual([key, placeholders(message)]);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTranslator } from 'use-intl';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../src-preload/contract.ts';
import en from '../../src-renderer/locales/en.json';
import vi from '../../src-renderer/locales/vi.json';
import zh from '../../src-renderer/locales/zh.json';

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
] as const)('the words in %s', (locale, messages) => {
  const own = new Map(flatten(messages));

  it('have the same keys as the English ones', () => {
    expect([...own.keys()]).toEqual([...english.keys()]);
  });

  it('have the same placeholders as the English ones', () => {
    for (const [key, message] of english)
      expect([key, placeholders(own.get(key) ?? '')]).toEqual([key, placeholders(message)]);
  });

  it('are not the English ones left over', () => {
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

it('has words for every error code, and for no other', () => {
  expect(Object.keys(en.errors.what).toSorted()).toEqual([...errorCodes].toSorted());
  expect(Object.keys(en.errors.next).toSorted()).toEqual([...errorCodes].toSorted());
});

/** Words for which another one is said everywhere else. */
const strayed = {
  en: /\b(?:authenticat\w+|log ?in|logged|profiles?)\b/i,
  vi: /xoá|\b(?:hồ sơ|máy tính này|không gian làm việc)\b/i,
  zh: /您|计算机|登记|标头|[,;!?]|[\u4e00-\u9fff][.:]/,
};

it.each(['en', 'vi', 'zh'] as const)('one thing has one name in %s, in the window and outside of it', (language) => {
  const all = [...flatten({ en, vi, zh }[language]), ...desktopWords(language)];
  const spoken = all.map(([key, message]) => [key, message.replaceAll(/\{\w+, (?:plural|select|number),?/g, '')]);
  expect(spoken.filter(([, message]) => strayed[language].test(message ?? ''))).toEqual([]);
});

function desktopWords(language: string): Map<string, string> {
  const file = join(import.meta.dirname, `../../src-main/shell/locales/${language}.json`);
  return new Map(flatten(JSON.parse(readFileSync(file, 'utf8')) as Tree));
}

describe.each(['vi', 'zh'])('the words of the desktop half in %s', (language) => {
  it('are all there, with the same places for names and numbers', () => {
    const [own, first] = [desktopWords(language), desktopWords('en')];
    expect([...own.keys()]).toEqual([...first.keys()]);
    for (const [key, message] of first)
      expect([key, placeholders(own.get(key) ?? '')]).toEqual([key, placeholders(message)]);
  });
});

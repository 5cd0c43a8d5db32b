import { languageOf } from '../../src-preload/contract/language.ts';
import { inWordsOf } from '../../src-preload/contract/system-words.ts';
import en from './locales/en.json' with { type: 'json' };
import vi from './locales/vi.json' with { type: 'json' };
import zh from './locales/zh.json' with { type: 'json' };

export type Words = typeof en & { language: string };

const catalogues: Record<string, typeof en> = { en, vi, zh };

const made = new Map<string, Words>();

/**
 * The desktop half's texts in the language of a tag such as `zh-CN`; English if there is none. macOS has other words
 * for some things.
 */
export function wordsFor(tag: string, platform: NodeJS.Platform = 'linux'): Words {
  const wanted = languageOf(tag);
  const language = wanted in catalogues ? wanted : 'en';
  const key = `${language} ${platform}`;
  const words = made.get(key) ?? { ...inWordsOf(platform, language, catalogues[language] ?? en), language };
  made.set(key, words);
  return words;
}

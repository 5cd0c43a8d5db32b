import { languageOf } from '../../src-preload/contract/language.ts';
import en from './locales/en.json' with { type: 'json' };
import vi from './locales/vi.json' with { type: 'json' };
import zh from './locales/zh.json' with { type: 'json' };

export type Words = typeof en & { language: string };

const catalogues: Record<string, typeof en> = { en, vi, zh };

/** The desktop half's texts in the language of a tag such as `zh-CN`; English if there is none. */
export function wordsFor(tag: string): Words {
  const language = languageOf(tag);
  const words = catalogues[language];
  return words ? { ...words, language } : { ...en, language: 'en' };
}

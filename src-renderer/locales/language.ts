import type { Messages } from 'use-intl';
import { languageOf } from '../../src-preload/contract/language.ts';
import { inWordsOf } from '../../src-preload/contract/system-words.ts';
import en from './en.json';

declare module 'use-intl' {
  interface AppConfig {
    /** The type of all catalogues: a key that is missing in English does not compile. */
    Messages: typeof en;
  }
}

export interface Language {
  /**
   * For dates and numbers: the system's own tag if its language is supported, so that en-GB keeps its 24-hour clock.
   */
  locale: string;
  messages: Messages;
}

export const english: Language = { locale: 'en', messages: en };

/** English is bundled with the window; other languages are loaded when chosen. */
const others: Record<string, () => Promise<Messages>> = {
  vi: async () => (await import('./vi.json')).default,
  zh: async () => (await import('./zh.json')).default,
};

/** `platform`: macOS has other words for some things. */
export async function readLanguage(tag: string, platform: 'darwin' | 'other'): Promise<Language> {
  const base = languageOf(tag);
  const read = others[base];
  if (read) return { locale: tag, messages: inWordsOf(platform, base, await read()) };
  return { locale: tag.toLowerCase().startsWith('en') ? tag : 'en', messages: inWordsOf(platform, 'en', en) };
}

import type { Messages } from 'use-intl';
import en from './en.json';

declare module 'use-intl' {
  interface AppConfig {
    /** English is the measure: a key that it lacks does not compile. */
    Messages: typeof en;
  }
}

export interface Language {
  /** For dates and numbers: the person's own tag where it is one of ours, so that en-GB keeps its 24 hours. */
  locale: string;
  messages: Messages;
}

export const english: Language = { locale: 'en', messages: en };

/** English comes with the window; the others are read only where somebody speaks them. */
const others: Record<string, () => Promise<Messages>> = {
  vi: async () => (await import('./vi.json')).default,
  zh: async () => (await import('./zh.json')).default,
};

export async function readLanguage(tag: string): Promise<Language> {
  const base = tag.split('-')[0]?.toLowerCase() ?? 'en';
  if (base === 'en') return { locale: tag, messages: en };
  const read = others[base];
  return read ? { locale: tag, messages: await read() } : english;
}

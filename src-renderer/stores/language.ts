import { create } from 'zustand';
import type { PreferencesView } from '../../src-preload/contract.ts';
import { english, readLanguage, type Language } from '../locales/language.ts';

/** The language of the window: English until another one is read. */
export const useLanguage = create<Language>(() => english);

let wanted = '';

/** Reads the words, and then says everything in them. Only the last choice counts. */
export async function loadLanguage(choice: PreferencesView['language']): Promise<void> {
  const tag = choice === 'system' ? navigator.language : choice;
  if (tag === wanted) return;
  wanted = tag;
  const language = await readLanguage(tag);
  if (tag !== wanted) return;
  useLanguage.setState(language);
  document.documentElement.lang = language.locale;
}

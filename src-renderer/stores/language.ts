import { create } from 'zustand';
import type { PreferencesView } from '../../src-preload/contract.ts';
import { isMac } from '../is-mac.ts';
import { english, readLanguage, type Language } from '../locales/language.ts';

/** The window's language: English until another one is loaded. */
export const useLanguage = create<Language>(() => english);

let wanted = '';

/** Loads a language and then switches to it. Only the last choice takes effect. */
export async function loadLanguage(choice: PreferencesView['language']): Promise<void> {
  const tag = choice === 'system' ? navigator.language : choice;
  if (tag === wanted) return;
  wanted = tag;
  const language = await readLanguage(tag, isMac ? 'darwin' : 'other');
  if (tag !== wanted) return;
  useLanguage.setState(language);
  document.documentElement.lang = language.locale;
}

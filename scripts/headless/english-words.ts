import { createTranslator } from 'use-intl/core';
import type { ErrorView, ServerView } from '../../src-preload/contract.ts';
import type { Language } from '../../src-renderer/locales/language.ts';
import en from '../../src-renderer/locales/en.json' with { type: 'json' };
import { errorWords } from '../../src-renderer/words/error-words.ts';

const english: Language = { locale: 'en', messages: en };

/** The sentences that the window shows for an error: what happened, and what to do. */
export function englishWords(error: ErrorView, server?: Pick<ServerView, 'name' | 'host'>): string {
  const { what, next } = errorWords(createTranslator(english), error, server);
  return `${what} ${next}`;
}

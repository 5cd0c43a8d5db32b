import { useTranslations } from 'use-intl';
import type { ErrorView, ServerView } from '../../src-preload/contract.ts';
import { errorWords, type ErrorWords } from './error-words.ts';

/** The words of an error in the language of the window. */
export function useErrorWords(): (error: ErrorView, server?: Pick<ServerView, 'name' | 'host'>) => ErrorWords {
  const t = useTranslations();
  return (error, server) => errorWords(t, error, server);
}

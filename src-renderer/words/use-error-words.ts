import { useTranslations } from 'use-intl';
import type { ErrorView, ServerView } from '../../src-preload/contract.ts';
import { hostOf } from './host-of.ts';
import { useFieldWords } from './use-field-words.ts';

/**
 * What went wrong and what to do, in our own words; the server's text is shown separately. An `ErrorCode` without a
 * text does not compile, because the key is derived from it.
 */
export function useErrorWords(): (
  error: ErrorView,
  server?: Pick<ServerView, 'name' | 'host'>,
) => { what: string; next: string } {
  const t = useTranslations();
  const fieldWords = useFieldWords();
  const fallbacks = [t('words.thisServer'), t('words.signInService')];
  const startUpper = (sentence: string) =>
    fallbacks.some((words) => sentence.startsWith(words))
      ? sentence.charAt(0).toLocaleUpperCase() + sentence.slice(1)
      : sentence;

  return ({ code, values }, server) => {
    const host = String(values['host'] ?? server?.host ?? t('words.thisServer'));
    const filled = {
      host,
      server: String(values['server'] ?? server?.name ?? host),
      // Most errors name the requested host as `host`; in a sign-in, that is the authorization server's.
      issuer: hostOf(String(values['issuer'] ?? values['host'] ?? t('words.signInService'))),
      browserHost: String(values['browserHost'] ?? ''),
      answerHost: String(values['answerHost'] ?? ''),
      status: values['status'] ?? 0,
      seconds: values['seconds'] ?? 0,
      certificate: String(values['certificate'] ?? ''),
    };
    const field = code === 'request_invalid' ? fieldWords(values['field']) : undefined;
    return {
      what: field ? t('errors.whatField', { field }) : startUpper(t(`errors.what.${code}`, filled)),
      next: startUpper(t(`errors.next.${code}`, filled)),
    };
  };
}

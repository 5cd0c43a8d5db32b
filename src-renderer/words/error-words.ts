import type { useTranslations } from 'use-intl';
import type { ErrorView, ServerView } from '../../src-preload/contract.ts';
import { errorCase } from './error-case.ts';
import { hostOf } from './host-of.ts';

/** Looks up texts of the whole catalogue, in the window or outside of it. */
type Translate = ReturnType<typeof useTranslations<never>>;

/** The two sentences of an error: what happened, and what to do. */
export interface ErrorWords {
  what: string;
  next: string;
}

/**
 * What went wrong and what to do, in our own words; the server's text is shown separately. An `ErrorCode` without a
 * text does not compile, because the key is derived from it.
 */
export function errorWords(t: Translate, error: ErrorView, server?: Pick<ServerView, 'name' | 'host'>): ErrorWords {
  const { code, values, mayHaveRun } = error;
  const fallbacks = [t('words.thisServer'), t('words.signInService')];
  const startUpper = (sentence: string) =>
    fallbacks.some((words) => sentence.startsWith(words))
      ? sentence.charAt(0).toLocaleUpperCase() + sentence.slice(1)
      : sentence;
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
    minutes: minutesOf(values['seconds']),
    hours: Math.floor(minutesOf(values['seconds']) / 60),
    rest: minutesOf(values['seconds']) % 60,
    port: values['port'] ?? 0,
    later: values['later'] ?? 0,
    redirectUri: String(values['redirectUri'] ?? 0),
    certificate: String(values['certificate'] ?? ''),
    leading: String(values['leading'] ?? ''),
    target: String(values['target'] ?? ''),
    named: String(values['named'] ?? ''),
    said: String(values['said'] ?? ''),
    authorizationEndpoint: String(values['authorizationEndpoint'] ?? ''),
    tokenEndpoint: String(values['tokenEndpoint'] ?? ''),
    scopes: String(values['scopes'] || '0'),
    held: String(values['held'] || '0'),
    wanted: String(values['wanted'] || '0'),
    program: String(values['program'] ?? ''),
    file: String(values['file'] ?? ''),
    name: String(values['name'] ?? ''),
  };
  const special = mayHaveRun ? undefined : errorCase(error);
  if (special)
    return {
      what: startUpper(t(`errors.cases.${special}.what`, filled)),
      next: startUpper(t(`errors.cases.${special}.next`, filled)),
    };
  const field = code === 'request_invalid' ? fieldLabel(t, values['field']) : undefined;
  return {
    what: field ? t('errors.whatField', { field }) : startUpper(t(`errors.what.${code}`, filled)),
    next: startUpper(mayHaveRun ? t('errors.mayHaveRun', filled) : t(`errors.next.${code}`, filled)),
  };
}

/** Longer times are read in minutes, and from an hour on in hours and minutes; 0 for those that are read in seconds. */
function minutesOf(seconds: unknown): number {
  return typeof seconds === 'number' && seconds > longestInSeconds ? Math.ceil(seconds / 60) : 0;
}

const longestInSeconds = 120;

/** The label of a settings field by its name in the contract; undefined if there is none. */
function fieldLabel(t: Translate, field: unknown): string | undefined {
  const key = `settings.${String(field)}.label` as Parameters<Translate>[0];
  return typeof field === 'string' && t.has(key) ? t(key) : undefined;
}

import { useTranslations } from 'use-intl';
import { endsSoon, missing, type ServerView } from '../../src-preload/contract.ts';
import { useIsAllowed } from '../hooks/use-is-allowed.ts';
import { useNow } from '../hooks/use-now.ts';
import { hasRunOut } from './lapse.ts';
import { useScopeWords } from './use-scope-words.ts';
import { useTimeWords } from './use-time-words.ts';

export interface StatusWords {
  word: string;
  sentence: string;
}

/** A status as label and sentence, for the present time. `every`: the update interval, for texts that count seconds. */
export function useStatusWords(every?: number): (server: ServerView) => StatusWords {
  const t = useTranslations('status');
  const now = useNow(every);
  const { short, when, relative } = useTimeWords(every);
  const scopeWords = useScopeWords();
  const isAllowed = useIsAllowed();

  return (view) => {
    const { name: server, host, status, grantType, wantedScopes } = view;
    const mine = isAllowed('connections:connect', view);
    if (missing(view, now) === 'moreAccess') {
      const sentence = wantedScopes
        ? t('sentence.more_access_scopes', { scopes: scopeWords(wantedScopes) })
        : t('sentence.more_access');
      return { word: t('word.more_access'), sentence };
    }
    switch (status.state) {
      case 'signed_out':
        if (grantType === 'key' && mine) return { word: t('word.no_key'), sentence: t('sentence.no_key', { server }) };
        return mine
          ? { word: t('word.signed_out'), sentence: t('sentence.signed_out', { server }) }
          : { word: t('word.needs_admin'), sentence: t('sentence.admin_first', { server }) };
      case 'off':
        return {
          word: t('word.off'),
          sentence: t(isAllowed('servers:set-enabled') ? 'sentence.off' : 'sentence.off_by_admin', { server }),
        };
      case 'authorizing':
        if (!mine) return { word: t('word.needs_admin'), sentence: t('sentence.admin_signs_in', { server }) };
        return {
          word: t(`word.${status.phase}`),
          sentence:
            status.phase === 'waiting' && status.deviceCode
              ? t('sentence.waiting_code')
              : t(`sentence.${status.phase}`, { host }),
        };
      case 'signed_in': {
        const { expiresAt, renewsAt } = status;
        if (status.renewable && (grantType === 'client_credentials' || grantType === 'jwt_bearer')) {
          const sentence = renewsAt ? t('sentence.newToken', { when: when(renewsAt) }) : t('sentence.renews');
          return { word: t('word.as_app'), sentence };
        }
        if (status.renewable) {
          const sentence = renewsAt ? t('sentence.renewsAt', { when: when(renewsAt) }) : t('sentence.renews');
          return { word: t('word.signed_in'), sentence };
        }
        if (grantType === 'key') return { word: t('word.key_set'), sentence: t('sentence.key_set', { host }) };
        if (expiresAt === undefined) return { word: t('word.signed_in'), sentence: t('sentence.endless') };
        const tense = expiresAt > now ? 'ends' : 'ended';
        const word = endsSoon(status, now) ? t(`word.${tense}`, { time: short(expiresAt) }) : t('word.signed_in');
        return { word, sentence: t(`sentence.${tense}`, { when: when(expiresAt) }) };
      }
      case 'needs_sign_in': {
        const { reason, since } = status;
        if (reason === 'key_refused')
          return {
            word: t(mine ? 'word.key_refused' : 'word.needs_admin'),
            sentence: t('sentence.key_refused', { host, when: when(since) }),
          };
        if (grantType === 'key' && mine) return { word: t('word.no_key'), sentence: t('sentence.no_key', { server }) };
        const known = hasRunOut(view) ? 'ended' : reason === 'refresh_refused' ? reason : 'stopped';
        return {
          word: t(mine ? 'word.needs_sign_in' : 'word.needs_admin'),
          sentence: t(`sentence.${known}`, { server, when: when(since) }),
        };
      }
      case 'unreachable': {
        const kind = status.error.code === 'busy' ? 'busy' : 'unreachable';
        const time = short(status.since);
        const { retryAt } = status;
        return {
          word: t(`word.${kind}`),
          sentence:
            retryAt === undefined || retryAt <= now
              ? t(`sentence.${kind}`, { host, time })
              : t(`sentence.${kind}Retry`, { host, time, when: relative(retryAt) }),
        };
      }
      default:
        return { word: t(`word.${status.state}`), sentence: t(`sentence.${status.state}`, { server }) };
    }
  };
}

import { useTranslations } from 'use-intl';
import type { ServerView, StatusView } from '../../../src-preload/contract.ts';
import { ServerWords } from '../../components/ServerWords.tsx';
import css from './server.module.css';
import { issuerHost } from '../../words/host-of.ts';
import { hasRunOut, lapseOf } from '../../words/lapse.ts';
import { useErrorWords } from '../../words/use-error-words.ts';

interface Props {
  server: ServerView;
  status: Extract<StatusView, { state: 'needs_sign_in' }>;
}

/** Why a sign-in has ended. The main button signs in again. */
export function Lapsed({ server, status: { reason, error } }: Props) {
  const t = useTranslations('overview');
  const errorWords = useErrorWords();
  if (!lapseOf(server)) return null;
  const isKey = server.grantType === 'key';
  const code = isKey && reason === 'sign_in_ended' ? 'key_needed' : reason;
  const { what, next } = errorWords(isKey || !error ? { code, values: {} } : error, server);
  const issuer = issuerHost(server);
  const why =
    reason === 'refresh_refused' ? t('notRenewed', { issuer }) : hasRunOut(server) ? t('ranOut', { issuer }) : what;
  return (
    <section className={css['lead']}>
      <h2>{t(isKey ? 'keyTitle' : 'lapsedTitle')}</h2>
      <p>
        {why} {next}
      </p>
      {error?.serverText && <ServerWords from={issuer} text={error.serverText} />}
    </section>
  );
}

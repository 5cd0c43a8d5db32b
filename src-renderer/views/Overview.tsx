import { useTranslations } from 'use-intl';
import type { ServerView } from '../../src-preload/contract.ts';
import { ErrorNote } from '../components/ErrorNote.tsx';
import css from './server.module.css';
import { failedAttempt } from '../words/attempt.ts';
import { Doctor } from './Doctor.tsx';
import { Facts } from './Facts.tsx';

/** What Keyfob knows about a server, led by whatever a person should read first. */
export function Overview({ server }: { server: ServerView }) {
  const failed = failedAttempt(server);
  return (
    <>
      {failed ? <Doctor server={server} attempt={failed} /> : <Lead server={server} />}
      <Facts server={server} failed={failed !== undefined} />
    </>
  );
}

function Lead({ server }: { server: ServerView }) {
  const t = useTranslations('overview');
  const values = { server: server.name, host: server.host };
  switch (server.status.state) {
    case 'signed_out':
      return (
        <section className={css['lead']}>
          <h2>{t('howTitle')}</h2>
          <ol className={css['how']}>
            <li>{t('how1', values)}</li>
            <li>{t('how2')}</li>
            <li>{t('how3')}</li>
          </ol>
        </section>
      );
    case 'open':
      return (
        <section className={css['lead']}>
          <h2>{t('openTitle')}</h2>
          <p>{t('openWhat', values)}</p>
        </section>
      );
    case 'off':
      return (
        <section className={css['lead']}>
          <h2>{t('offTitle')}</h2>
          <p>{t('offWhat', values)}</p>
        </section>
      );
    case 'unreachable': {
      // The main button tries again already.
      const { remedy: _, ...error } = server.status.error;
      return (
        <section className={css['lead']}>
          <h2>{t('unreachableTitle')}</h2>
          <ErrorNote error={error} server={server} />
        </section>
      );
    }
    default:
      return null;
  }
}

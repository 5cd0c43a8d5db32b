import { useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useIsAllowed } from '../../hooks/use-is-allowed.ts';
import css from './server.module.css';
import { useApp } from '../../stores/app.ts';
import { useOffers } from '../../stores/offers.ts';
import { failedAttempt } from '../../words/attempt.ts';
import { useAdminNames } from '../../words/use-admin-names.ts';
import { UseInSection } from '../use-in/UseInSection.tsx';
import { Doctor } from './Doctor.tsx';
import { Facts } from './Facts.tsx';
import { Introduction } from './Introduction.tsx';
import { Lapsed } from './Lapsed.tsx';
import { ServerPrograms } from './ServerPrograms.tsx';
import { TechnicalFacts } from './TechnicalFacts.tsx';

/** What is known about a server, most urgent first. */
export function Overview({ server }: { server: ServerView }) {
  const failed = failedAttempt(server);
  const offer = useOffers((state) => state[server.id]);
  return (
    <>
      {failed ? <Doctor server={server} attempt={failed} /> : <Lead server={server} />}
      <Facts server={server} />
      <div className={css['settled']}>
        <UseInSection server={server} />
        <ServerPrograms server={server} />
        <TechnicalFacts key={server.id} server={server} failed={failed !== undefined} />
        {/* Last: the server is asked when its page opens, and what it says comes later than the rest. */}
        {offer && <Introduction server={server} offer={offer} />}
      </div>
    </>
  );
}

function Lead({ server }: { server: ServerView }) {
  const t = useTranslations('overview');
  const mine = useIsAllowed()('connections:connect', server);
  const values = { server: server.name, host: server.host };
  const kept = server.signIn && t('kept');
  switch (server.status.state) {
    case 'signed_out':
      if (!mine) return <ForAdmins server={server} />;
      if (server.grantType === 'key')
        return (
          <section className={css['lead']}>
            <h2>{t('keyTitle')}</h2>
            <p>{t('keyWhat', values)}</p>
          </section>
        );
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
    case 'needs_sign_in':
      return mine ? <Lapsed server={server} status={server.status} /> : <ForAdmins server={server} />;
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
          <p>
            {t('offWhat', values)} {kept}
          </p>
        </section>
      );
    case 'unreachable': {
      // The main button already offers a retry.
      const { remedy: _, ...error } = server.status.error;
      return (
        <section className={css['lead']}>
          <h2>{t('unreachableTitle')}</h2>
          <ErrorNote error={error} until={server.status.retryAt} server={server} />
          {kept && <p>{kept}</p>}
        </section>
      );
    }
    default:
      return null;
  }
}

/** Only admins can make this sign-in: names them. */
function ForAdmins({ server }: { server: ServerView }) {
  const t = useTranslations('admins');
  const workspace = useApp((state) => state.app?.workspace.name ?? '');
  const admins = useAdminNames();
  return (
    <section className={css['lead']}>
      <h2>{t('waitTitle')}</h2>
      <p>{t('wait', { server: server.name, workspace, admins: admins() })}</p>
    </section>
  );
}

import { useTranslations } from 'use-intl';
import css from './first-screen.module.css';
import { useAdminNames } from '../words/use-admin-names.ts';

/** The screen for members of a workspace to which the admin has added no server yet. */
export function NoServers({ workspace }: { workspace: string }) {
  const t = useTranslations();
  const admins = useAdminNames();
  return (
    <div className={css['first']}>
      <h1>{t('first.title')}</h1>
      <p className={css['lead']}>{t('first.what')}</p>
      <section>
        <h2>{t('admins.none', { workspace })}</h2>
        <p>{t('admins.noneAsk', { admins: admins() })}</p>
      </section>
    </div>
  );
}

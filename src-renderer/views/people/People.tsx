import '@mantine/core/styles.layer.css';
import { Loader, Modal } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { listen } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useIsAllowed } from '../../hooks/use-is-allowed.ts';
import shared from '../../shared.module.css';
import { useApp } from '../../stores/app.ts';
import { loadPeople, usePeople } from '../../stores/people.ts';
import { closeDialog } from '../../stores/window.ts';
import { useAdminNames } from '../../words/use-admin-names.ts';
import { AddProfile } from './AddProfile.tsx';
import css from './people.module.css';
import { ProfileRow } from './ProfileRow.tsx';
import { Workspaces } from './Workspaces.tsx';

/** The profiles of this workspace with their roles, and the other workspaces. */
export default function People() {
  const t = useTranslations();
  const app = useApp((state) => state.app);
  const { workspaces, error } = usePeople();
  const isAllowed = useIsAllowed();
  const admins = useAdminNames();
  const here = workspaces?.find(({ id }) => id === app?.workspace.id);

  useEffect(() => {
    void loadPeople();
    return listen('app:changed', () => void loadPeople());
  }, []);

  if (!app) return null;
  return (
    <Modal
      opened
      size={600}
      onClose={closeDialog}
      title={t('people.title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <div className={shared['form']}>
        {error && <ErrorNote error={error} onRetry={() => void loadPeople()} />}
        {!here && !error && <Loader size={14} />}
        {here && workspaces && (
          <>
            <section aria-labelledby="people-here" className={css['section']}>
              <h3 id="people-here">{t('people.here', { workspace: here.name })}</h3>
              <p className={shared['hint']}>{t('people.hereWhat')}</p>
              <ul className={css['rows']}>
                {here.profiles.map((profile) => (
                  <ProfileRow key={profile.id} profile={profile} profiles={here.profiles} app={app} />
                ))}
              </ul>
              {isAllowed('profiles:create') ? (
                <AddProfile />
              ) : (
                <p className={shared['hint']}>{t('admins.people', { admins: admins() })}</p>
              )}
            </section>
            <Workspaces here={here} workspaces={workspaces} />
          </>
        )}
      </div>
    </Modal>
  );
}

import '@mantine/core/styles.layer.css';
import { ActionIcon } from '@mantine/core';
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useLeaveByEscape } from '../../hooks/use-leave-by-escape.ts';
import { useIsAllowed } from '../../hooks/use-is-allowed.ts';
import { loadDesktop, useDesktop } from '../../stores/desktop.ts';
import { leaveScreen } from '../../stores/window.ts';
import { CommandPath } from '../command-path/CommandPath.tsx';
import { About } from './About.tsx';
import { ClientMetadata } from './ClientMetadata.tsx';
import { Files } from './Files.tsx';
import { General } from './General.tsx';
import { HistorySettings } from './HistorySettings.tsx';
import { LockSettings } from './LockSettings.tsx';
import { ManagedSettings } from './ManagedSettings.tsx';
import { Network } from './Network.tsx';
import css from './preferences.module.css';
import { Programs } from './Programs.tsx';
import { Security } from './Security.tsx';
import { Servers } from './Servers.tsx';
import { Updates } from './Updates.tsx';

/** The settings of the application. */
export default function Preferences() {
  const t = useTranslations('preferences');
  useLeaveByEscape();
  const { desktop, error } = useDesktop();
  const isAllowed = useIsAllowed();

  useEffect(() => {
    void loadDesktop();
  }, []);

  return (
    <article className={css['page']}>
      <header className={css['header']}>
        <h1>{t('title')}</h1>
        <ActionIcon aria-label={t('close')} onClick={leaveScreen}>
          <X size={16} aria-hidden />
        </ActionIcon>
      </header>
      <div className={css['body']}>
        {error && <ErrorNote error={error} onRetry={() => void loadDesktop()} />}
        {desktop && (
          <>
            {desktop.managed && <ManagedSettings managed={desktop.managed} />}
            <General preferences={desktop.preferences} />
            <Programs />
            <CommandPath />
            <HistorySettings preferences={desktop.preferences} />
            <LockSettings preferences={desktop.preferences} managed={desktop.managed} />
            {isAllowed('servers:export') && <Servers isExportManaged={desktop.managed?.export === false} />}
            {isAllowed('storage:rotate-key') && <Security />}
            {isAllowed('workspaces:change-settings') && <ClientMetadata />}
            <Network proxy={desktop.proxy} />
            <Files desktop={desktop} />
            <Updates preferences={desktop.preferences} />
            <About versions={desktop.versions} build={desktop.build} />
          </>
        )}
      </div>
    </article>
  );
}

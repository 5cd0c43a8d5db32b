import { lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import { ErrorNote } from '../components/ErrorNote.tsx';
import css from './first-screen.module.css';
import { useApp } from '../stores/app.ts';
import { useIsAllowed } from '../hooks/use-is-allowed.ts';
import { useServers } from '../stores/servers.ts';
import { reload } from '../stores/follow.ts';
import { useWindow } from '../stores/window.ts';
import { FirstScreen } from './FirstScreen.tsx';
import { NoServers } from './NoServers.tsx';
import { ServerPage } from './server/ServerPage.tsx';

const AllTools = lazy(() => import('./tools/AllTools.tsx'));
const HistoryPage = lazy(() => import('./history/HistoryPage.tsx'));
const Preferences = lazy(() => import('./preferences/Preferences.tsx'));
const ProgramsPage = lazy(() => import('./programs/ProgramsPage.tsx'));

const screens = { tools: AllTools, programs: ProgramsPage, history: HistoryPage, preferences: Preferences };

/** The right side: a server, a screen, the first screen, or nothing yet. */
export function Main() {
  const t = useTranslations();
  const { app, error: appError } = useApp();
  const { servers, loaded, error: listError } = useServers();
  const { selected, screen } = useWindow();
  const server = selected === null ? undefined : servers[selected];
  const isAllowed = useIsAllowed();
  const error = appError ?? listError;

  if (error) {
    return (
      <div className={css['first']}>
        <h1>{t('app.failed')}</h1>
        <ErrorNote error={{ ...error, remedy: 'retry' }} onRetry={reload} />
      </div>
    );
  }
  if (!app || !loaded) return <p className="visually-hidden">{t('app.loading')}</p>;
  if (screen !== 'servers') {
    const Shown = screens[screen];
    return (
      <Suspense fallback={null}>
        <Shown />
      </Suspense>
    );
  }
  if (Object.keys(servers).length === 0)
    return isAllowed('servers:add') ? (
      <FirstScreen sample={app.sample} />
    ) : (
      <NoServers workspace={app.workspace.name} />
    );
  if (!server) return <p className={css['choose']}>{t('first.choose')}</p>;
  return <ServerPage key={server.id} server={server} />;
}

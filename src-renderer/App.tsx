import { lazy, Suspense, useEffect, useRef } from 'react';
import { ReloadBanner } from './components/ReloadBanner.tsx';
import { CompletionNotices } from './components/CompletionNotices.tsx';
import { DropPlace } from './components/DropPlace.tsx';
import { LiveRegion } from './components/LiveRegion.tsx';
import { PausedBanner } from './components/PausedBanner.tsx';
import { RecoveryBanner } from './components/RecoveryBanner.tsx';
import { StorageBanner } from './components/StorageBanner.tsx';
import { VanishedBanner } from './components/VanishedBanner.tsx';
import { useChooseFirst } from './hooks/use-choose-first.ts';
import { useKeptFocus } from './hooks/use-kept-focus.ts';
import { useShortcuts } from './hooks/use-shortcuts.ts';
import css from './views/window.module.css';
import { useApp } from './stores/app.ts';
import { useFirstScreen } from './stores/first-screen.ts';
import { isLocked, useLock } from './stores/lock.ts';
import { useServers } from './stores/servers.ts';
import { Dialogs } from './views/Dialogs.tsx';
import { Questions } from './views/questions/Questions.tsx';
import { Main } from './views/Main.tsx';
import { ServerList } from './views/list/ServerList.tsx';

const LockScreen = lazy(() => import('./views/lock/LockScreen.tsx'));
const UpdateBanner = lazy(() => import('./components/UpdateBanner.tsx'));
const Notices = lazy(() => import('./components/Notices.tsx'));

export function App() {
  const locked = useLock(isLocked);
  const { ready } = useFirstScreen();
  useReadyMark(locked);
  const main = useRef<HTMLElement>(null);
  useShortcuts();
  useKeptFocus(main);
  useChooseFirst();
  if (locked)
    return (
      <Suspense fallback={null}>
        <LockScreen />
      </Suspense>
    );
  return (
    <div className={css['window']}>
      <div className={css['banners']}>
        <ReloadBanner />
        <StorageBanner />
        <RecoveryBanner />
        <PausedBanner />
        <VanishedBanner />
        {ready && (
          <Suspense fallback={null}>
            <UpdateBanner />
          </Suspense>
        )}
      </div>
      <ServerList />
      <main ref={main} className={css['main']}>
        <Main />
      </main>
      <LiveRegion />
      <DropPlace />
      <CompletionNotices />
      <Dialogs />
      <Questions />
      {ready && (
        <Suspense fallback={null}>
          <Notices />
        </Suspense>
      )}
    </div>
  );
}

/** Marks when main's first answers are on the screen: the benchmark and the tests wait for this. */
function useReadyMark(locked: boolean): void {
  const app = useApp((state) => state.app !== null);
  const servers = useServers((state) => state.loaded);
  const ready = locked || (app && servers);
  useEffect(() => {
    if (!ready) return;
    performance.mark('keyfob:ready');
    document.documentElement.dataset['ready'] = 'true';
    useFirstScreen.setState({ ready: true });
  }, [ready]);
}

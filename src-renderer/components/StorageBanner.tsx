import { Button } from '@mantine/core';
import { Lock } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { request } from '../bridge.ts';
import { useIsAllowed } from '../hooks/use-is-allowed.ts';
import { useRequest } from '../hooks/use-request.ts';
import css from './banner.module.css';
import { useApp } from '../stores/app.ts';
import { applyApp } from '../stores/follow.ts';
import { ErrorNote } from './ErrorNote.tsx';

/** A permanent warning while sign-ins are kept in memory only, because quitting loses them. */
export function StorageBanner() {
  const t = useTranslations('storage');
  const app = useApp((state) => state.app);
  const isAllowed = useIsAllowed();
  const [open, setOpen] = useState(false);
  const { waiting, error, send } = useRequest();
  const ask = async (name: 'storage:retry' | 'storage:start-over') => {
    const result = await send(() => request(name));
    if (result.ok) applyApp(result.value);
  };
  const state = app?.storage.state;
  if (!app || state === undefined || state === 'keyring') return null;
  const isLinux = app.platform === 'linux';
  const help =
    state === 'reset' && app.platform === 'win32'
      ? 'resetWindows'
      : (`${state}${isLinux ? 'Linux' : 'Other'}` as const);
  return (
    <section className={css['banner']} aria-label={t(`${state}Word`)}>
      <Lock size={14} aria-hidden />
      <p>
        <strong>{t(`${state}Word`)}.</strong> {t(state)}
      </p>
      {state === 'reset' && isAllowed('storage:start-over') && (
        <Button variant="default" size="compact-xs" loading={waiting} onClick={() => void ask('storage:start-over')}>
          {t('startOver')}
        </Button>
      )}
      {isLinux ? (
        <Button variant="default" size="compact-xs" loading={waiting} onClick={() => void ask('storage:retry')}>
          {t('tryAgain')}
        </Button>
      ) : (
        // The other systems ask for the key once in a process.
        <Button variant="default" size="compact-xs" onClick={() => void request('app:restart')}>
          {t('restart')}
        </Button>
      )}
      <Button
        variant="default"
        size="compact-xs"
        aria-expanded={open}
        aria-controls="storage-help"
        onClick={() => setOpen(!open)}
      >
        {open ? t('hide') : t('how')}
      </Button>
      {open && (
        <p id="storage-help" className={css['bannerHelp']}>
          {t(help)}
        </p>
      )}
      {error && (
        <div className={css['bannerHelp']}>
          <ErrorNote error={error} />
        </div>
      )}
    </section>
  );
}

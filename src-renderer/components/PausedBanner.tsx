import { Button } from '@mantine/core';
import { Pause } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useRequest } from '../hooks/use-request.ts';
import { pauseAgents, useAgents } from '../stores/agents.ts';
import css from './banner.module.css';
import { ErrorNote } from './ErrorNote.tsx';

/** As long as all agents are paused: they wait for the user, who may have forgotten it. */
export function PausedBanner() {
  const t = useTranslations('programs');
  const isPaused = useAgents((state) => state.isPaused);
  const { waiting, error, send } = useRequest();
  if (!isPaused) return null;
  return (
    <section className={css['banner']} aria-label={t('pausedWord')}>
      <Pause size={14} aria-hidden />
      <p role="status">
        <strong>{t('pausedWord')}.</strong> {t('pausedWhat')}
      </p>
      <Button variant="default" size="compact-xs" loading={waiting} onClick={() => void send(() => pauseAgents(false))}>
        {t('resume')}
      </Button>
      {error && (
        <div className={css['bannerHelp']}>
          <ErrorNote error={error} />
        </div>
      )}
    </section>
  );
}

import { Button, Loader } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { loadActivity, useActivity } from '../../stores/activity.ts';
import css from './activity.module.css';
import { ActivityRow } from './ActivityRow.tsx';

/** A server's activity log, newest first. */
export default function ActivityTab({ server }: { server: ServerView }) {
  const t = useTranslations('activity');
  const { id } = server;
  const log = useActivity((state) => state[id]);

  useEffect(() => {
    void loadActivity(id);
  }, [id]);

  if (!log || (log.asking && log.entries.length === 0)) {
    return (
      <p className={css['message']}>
        <Loader size={12} aria-hidden /> {t('loading')}
      </p>
    );
  }
  return (
    <>
      {log.error && <ErrorNote error={log.error} server={server} onRetry={() => void loadActivity(id)} />}
      {log.entries.length === 0 && !log.error && <p className={css['message']}>{t('none', { server: server.name })}</p>}
      <ol className={css['log']} aria-label={t('label', { server: server.name })}>
        {log.entries.map((entry) => (
          <ActivityRow key={entry.id} entry={entry} server={server} />
        ))}
      </ol>
      {log.more && (
        <Button variant="default" loading={log.asking} onClick={() => void loadActivity(id, true)}>
          {t('more')}
        </Button>
      )}
      <p className={css['kept']}>{t('kept')}</p>
    </>
  );
}

import { Switch } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import css from './settings.module.css';

/** Whether the profile's calls of a server are kept in the history. It takes effect at once. */
export function KeepCalls({ server }: { server: ServerView }) {
  const t = useTranslations('settings.keepCalls');
  const [isKept, setKept] = useState<boolean | null>(null);
  const { error, waiting, send } = useRequest();
  const { id: serverId } = server;
  useEffect(() => {
    let wanted = true;
    void request('history:state').then((state) => {
      if (wanted && state.ok) setKept(!state.value.leftOut.includes(serverId));
    });
    return () => {
      wanted = false;
    };
  }, [serverId]);
  const keep = async (next: boolean) => {
    const result = await send(() => request('history:leave-out', { serverId, isLeftOut: !next }));
    if (result.ok) setKept(next);
  };
  if (isKept === null) return null;
  return (
    <div className={css['keepCalls']}>
      <Switch
        label={t('label')}
        aria-label={t('label')}
        description={t('what')}
        checked={isKept}
        disabled={waiting}
        onChange={(event) => void keep(event.currentTarget.checked)}
      />
      {error && <ErrorNote error={error} server={server} />}
    </div>
  );
}

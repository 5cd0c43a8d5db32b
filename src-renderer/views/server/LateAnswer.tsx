import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import type { ServerView } from '../../../src-preload/contract.ts';
import css from './server.module.css';

/** Offers to finish a sign-in that was cancelled here and finished in the browser. */
export function LateAnswer({ server }: { server: ServerView }) {
  const t = useTranslations('waiting.late');
  const finish = useRequest();
  const drop = useRequest();
  const { id: serverId } = server;
  const error = finish.error ?? drop.error;
  return (
    <section className={css['lead']} aria-labelledby="late-title">
      <h2 id="late-title">{t('title')}</h2>
      <p>{t('what', { server: server.name })}</p>
      <div className={shared['buttons']}>
        <Button
          loading={finish.waiting}
          onClick={() => void finish.send(() => request('connections:finish-cancelled', { serverId }))}
        >
          {t('finish')}
        </Button>
        <Button
          variant="default"
          loading={drop.waiting}
          onClick={() => void drop.send(() => request('connections:cancel', { serverId }))}
        >
          {t('drop')}
        </Button>
      </div>
      {error && <ErrorNote error={error} server={server} />}
    </section>
  );
}

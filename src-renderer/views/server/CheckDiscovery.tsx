import { Button, Loader } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { DiscoveryView, ErrorView, ServerView } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { StepList } from '../../components/StepList.tsx';
import shared from '../../shared.module.css';
import { FoundFacts } from '../../components/FoundFacts.tsx';
import css from './server.module.css';

type CheckState =
  | { state: 'none' }
  | { state: 'asking' }
  | { state: 'found'; found: DiscoveryView }
  | { state: 'failed'; error: ErrorView };

/** Repeats a server's discovery and shows the result. Nothing is registered, saved or changed. */
export function CheckDiscovery({ server }: { server: ServerView }) {
  const t = useTranslations('look');
  const [look, setLook] = useState<CheckState>({ state: 'none' });
  /** Numbers the requests, so that the result of a cancelled one is ignored. */
  const last = useRef(0);
  const { id: serverId } = server;
  const asking = look.state === 'asking';

  const start = async () => {
    const mine = (last.current += 1);
    setLook({ state: 'asking' });
    const answer = await request('connections:discover', { serverId, refresh: true });
    if (mine !== last.current) return;
    setLook(answer.ok ? { state: 'found', found: answer.value } : { state: 'failed', error: answer.error });
  };
  const cancel = () => {
    last.current += 1;
    setLook({ state: 'none' });
    void request('connections:cancel', { serverId });
  };

  return (
    <section className={css['look']} aria-label={t('title')}>
      <div className={css['lookFound']} aria-live="polite">
        {look.state === 'none' && <p className={shared['hint']}>{t('what', { host: server.host })}</p>}
        {asking && (
          <p className={shared['hint']}>
            <Loader size={12} aria-hidden /> {t('asking', { host: server.host })}
          </p>
        )}
        {look.state === 'found' && (
          <>
            <FoundFacts found={look.found} saved />
            <StepList server={server} attempt={look.found} label={t('steps')} />
          </>
        )}
        {look.state === 'failed' && <ErrorNote error={look.error} server={server} onRetry={() => void start()} />}
      </div>
      {/* One button for both, so that it keeps the focus. */}
      <Button variant="default" onClick={() => (asking ? cancel() : void start())}>
        {t(asking ? 'cancel' : 'again')}
      </Button>
    </section>
  );
}

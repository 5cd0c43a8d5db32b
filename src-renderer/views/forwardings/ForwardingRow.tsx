import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ForwardingsView, ForwardingView, Result } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Question } from '../../components/Question.tsx';
import { StatusDot } from '../../components/StatusDot.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import { useTimeWords } from '../../words/use-time-words.ts';
import css from './forwardings.module.css';

interface Props {
  forwarding: ForwardingView;
  onRevoked: (result: Result<ForwardingsView>) => void;
}

/** One forwarding: which servers it may use, when it was used, and its end. */
export function ForwardingRow({ forwarding, onRevoked }: Props) {
  const t = useTranslations('forwardings');
  const { short } = useTimeWords(60_000);
  const [isAsking, setAsking] = useState(false);
  const { waiting, error, send } = useRequest();
  const { id, name, servers, lastUsed, createdAt, connected } = forwarding;
  const facts = [
    t('made', { when: short(createdAt) }),
    lastUsed === null ? t('unused') : t('used', { when: short(lastUsed) }),
    ...(connected > 0 ? [t('connected', { count: connected })] : []),
  ];
  const revoke = async () => {
    const result = await send(() => request('forwardings:revoke', { id }));
    if (result.ok) onRevoked(result);
  };
  return (
    <li className={css['row']}>
      <StatusDot dot={connected > 0 ? 'green' : 'hollow'} />
      <div>
        <p className={css['name']}>{name}</p>
        <p>{servers.length === 0 ? t('noServers') : t('uses', { servers: servers.join(', ') })}</p>
        <p className={shared['hint']}>{facts.join(' · ')}</p>
        {error && <ErrorNote error={error} />}
      </div>
      {!isAsking && (
        <Button variant="default" aria-label={t('revokeOf', { name })} onClick={() => setAsking(true)}>
          {t('revoke')}
        </Button>
      )}
      {isAsking && (
        <Question
          label={t('revokeOf', { name })}
          text={t('revokeWhat', { name })}
          act={t('revokeNow')}
          dangerous
          waiting={waiting}
          onKeep={() => setAsking(false)}
          onAct={() => void revoke()}
        />
      )}
    </li>
  );
}

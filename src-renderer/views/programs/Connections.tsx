import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ConnectionView } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { StatusDot } from '../../components/StatusDot.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import { changePrograms } from '../../stores/programs.ts';
import { useProgramWords } from '../../words/use-program-words.ts';
import { useTimeWords } from '../../words/use-time-words.ts';
import css from './programs.module.css';
import { RunningCalls } from './RunningCalls.tsx';

/** How many are shown at first: one program may have 256. */
const mostAtFirst = 20;

interface Props {
  connections: readonly (ConnectionView & { program?: string })[];
}

/** The connections of programs, those with a call under way first. */
export function Connections({ connections }: Props) {
  const t = useTranslations('programs');
  const [isWhole, setWhole] = useState(false);
  const { error, send } = useRequest();
  const ordered = connections.toSorted(
    (a, b) => Number(b.calls.length > 0) - Number(a.calls.length > 0) || a.since - b.since,
  );
  const shown = isWhole ? ordered : ordered.slice(0, mostAtFirst);
  const left = ordered.length - shown.length;
  return (
    <>
      {error && <ErrorNote error={error} />}
      <ul className={css['connections']}>
        {shown.map((connection) => (
          <Connection
            key={connection.id}
            connection={connection}
            onClose={() => void send(() => changePrograms(request('programs:close', { connectionId: connection.id })))}
          />
        ))}
      </ul>
      {left > 0 && (
        <Button variant="subtle" className={shared['flush']} onClick={() => setWhole(true)}>
          {t('showMore', { count: left })}
        </Button>
      )}
    </>
  );
}

function Connection({ connection, onClose }: { connection: Props['connections'][number]; onClose: () => void }) {
  const t = useTranslations('programs');
  const words = useProgramWords();
  const { when } = useTimeWords();
  const { server, since, calls, program, callerKind } = connection;
  const from = program === undefined ? undefined : words.name(program);
  return (
    <li>
      <StatusDot dot={calls.length > 0 ? 'moving' : 'green'} />
      <div>
        <p>
          {from === undefined ? server : t('fromTo', { program: from, server })}{' '}
          <span className={shared['hint']}>{t('connectedSince', { when: when(since) })}</span>
        </p>
        {program !== undefined && <p className={shared['hint']}>{t(`kind.${callerKind}`)}</p>}
        {calls.length > 0 && <RunningCalls calls={calls} />}
      </div>
      <Button variant="default" size="compact-xs" aria-label={t('disconnectOf', { server })} onClick={onClose}>
        {t('disconnect')}
      </Button>
    </li>
  );
}

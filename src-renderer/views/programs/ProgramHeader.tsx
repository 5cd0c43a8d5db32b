import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ProgramView } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Question } from '../../components/Question.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import { changePrograms } from '../../stores/programs.ts';
import { useProgramWords } from '../../words/use-program-words.ts';
import { useTimeWords } from '../../words/use-time-words.ts';
import { ProgramIcon } from './ProgramIcon.tsx';
import css from './programs.module.css';
import { WeekOfCalls } from './WeekOfCalls.tsx';

/** Which program this is as far as the system knows, its week, and what ends its work. */
export function ProgramHeader({ program }: { program: ProgramView }) {
  const t = useTranslations('programs');
  const words = useProgramWords();
  const { when } = useTimeWords();
  const { waiting, error, send } = useRequest();
  const [isAsking, setAsking] = useState(false);
  const { id: programId, path, isClaim, icon, firstSeen, lastSeen, connections, grants, calls, failed } = program;
  const name = words.name(program.name);
  const allowed = grants.filter(({ answer }) => answer === 'allowed').length;
  return (
    <header className={css['program']}>
      <div className={css['programTop']}>
        <ProgramIcon key={icon ?? ''} icon={icon} name={name} />
        <div className={css['programName']}>
          <h2>{name}</h2>
          <p className={shared['hint']}>{t(isClaim ? 'claims' : path ? 'known' : 'forwarded')}</p>
          {path && <p className={`${shared['mono']} ${css['path']}`}>{path}</p>}
          <p className={shared['hint']}>{t('seen', { first: when(firstSeen), last: when(lastSeen) })}</p>
        </div>
        <WeekOfCalls calls={calls} failed={failed} />
      </div>
      {error && <ErrorNote error={error} />}
      {isAsking ? (
        <Question
          label={t('forgetOf', { program: name })}
          text={t('forgetWhat', { program: name, count: allowed })}
          act={t('forget')}
          dangerous
          waiting={waiting}
          onKeep={() => setAsking(false)}
          onAct={() => void send(() => changePrograms(request('programs:forget', { programId })))}
        />
      ) : (
        <div className={shared['buttons']}>
          {connections.length > 0 && (
            <Button
              variant="default"
              aria-label={t('stopOf', { program: name })}
              title={t('stopWhat')}
              loading={waiting}
              onClick={() => void send(() => changePrograms(request('programs:stop', { programId })))}
            >
              {t('stop')}
            </Button>
          )}
          <Button variant="default" aria-label={t('forgetOf', { program: name })} onClick={() => setAsking(true)}>
            {t('forgetAsk')}
          </Button>
        </div>
      )}
    </header>
  );
}

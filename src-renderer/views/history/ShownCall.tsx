import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { OpenedCall } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Question } from '../../components/Question.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import { dropCalls } from '../../stores/history.ts';
import { shownText } from '../tools/shown-text.ts';
import { BackToList } from './BackToList.tsx';
import { CallFacts } from './CallFacts.tsx';
import { KeptContent } from './KeptContent.tsx';
import { runAgain } from './run-again.ts';
import { useOpenedCalls } from './use-opened-calls.ts';
import css from './history.module.css';

/** One call, with its input and its result. */
export function ShownCall({ id }: { id: number }) {
  const t = useTranslations('history');
  const { calls, error } = useOpenedCalls(id);
  const call = calls?.[0];
  return (
    <div className={css['shown']}>
      <div className={css['actions']}>
        <BackToList />
        {call && <CallActions call={call} />}
      </div>
      {error && <ErrorNote error={error} />}
      {call === null && <p>{t('gone')}</p>}
      {call && (
        <>
          <h2>{shownText(call.tool)}</h2>
          <CallFacts call={call} />
          <KeptContent call={call} />
        </>
      )}
    </div>
  );
}

function CallActions({ call }: { call: OpenedCall }) {
  const t = useTranslations('history');
  const [isAsked, setAsked] = useState(false);
  const { waiting, error, send } = useRequest();
  const { input } = call;
  const remove = async () => {
    const result = await send(() => request('history:delete', { ids: [call.id] }));
    if (result.ok) dropCalls([call.id]);
  };
  return (
    <>
      {input && 'input' in input && <Button onClick={() => runAgain(call, input.input)}>{t('runAgain')}</Button>}
      <Button variant="default" onClick={() => setAsked(true)}>
        {t('delete')}
      </Button>
      {error && <ErrorNote error={error} />}
      {isAsked && (
        <Question
          label={t('deleteLabel')}
          text={t('deleteQuestion', { count: 1 })}
          act={t('delete')}
          dangerous
          waiting={waiting}
          onKeep={() => setAsked(false)}
          onAct={() => void remove()}
        />
      )}
    </>
  );
}

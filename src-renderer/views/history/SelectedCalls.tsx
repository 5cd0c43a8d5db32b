import { Button } from '@mantine/core';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { request } from '../../bridge.ts';
import { DoneButton } from '../../components/DoneButton.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Question } from '../../components/Question.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import { Download } from 'lucide-react';
import { dropCalls, loadHistory, showCalls, useHistory } from '../../stores/history.ts';
import css from './history.module.css';

/** What can be done with the selected calls, and with all. */
export function SelectedCalls() {
  const t = useTranslations('history');
  const format = useFormatter();
  const { selected, state } = useHistory();
  const [question, setQuestion] = useState<'selected' | 'all' | null>(null);
  const { waiting, error, send } = useRequest();
  const count = selected.length;
  const total = state?.calls ?? 0;
  const remove = async () => {
    const result = await send(() =>
      question === 'all' ? request('history:delete-all') : request('history:delete', { ids: [...selected] }),
    );
    if (!result.ok) return;
    dropCalls(selected);
    setQuestion(null);
    void loadHistory();
  };
  const since = state?.since ?? null;
  return (
    <>
      <div className={css['actions']}>
        {count > 0 && (
          <>
            <span role="status">{t('selected', { count })}</span>
            <Button
              variant="default"
              disabled={count !== 2}
              title={count === 2 ? undefined : t('compareTwo')}
              onClick={() => showCalls(selected.toSorted((a, b) => a - b))}
            >
              {t('compare')}
            </Button>
            <DoneButton
              label={t('export')}
              Icon={Download}
              done={t('exported')}
              act={() => request('history:export', { ids: [...selected] })}
            />
            <Button variant="default" onClick={() => setQuestion('selected')}>
              {t('delete')}
            </Button>
          </>
        )}
        {count === 0 && (
          <Button variant="default" disabled={total === 0} onClick={() => setQuestion('all')}>
            {t('deleteAll')}
          </Button>
        )}
      </div>
      {error && <ErrorNote error={error} />}
      {question && (
        <Question
          label={t('deleteLabel')}
          text={
            question === 'all'
              ? t('deleteAllQuestion', {
                  count: total,
                  date: since === null ? '' : format.dateTime(since, { dateStyle: 'medium' }),
                })
              : t('deleteQuestion', { count })
          }
          act={t('delete')}
          dangerous
          waiting={waiting}
          onKeep={() => setQuestion(null)}
          onAct={() => void remove()}
        />
      )}
    </>
  );
}

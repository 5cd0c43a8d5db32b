import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { QuestionView } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { onSingleClick } from '../../hooks/on-single-click.ts';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import { answerQuestion, forgetQuestion } from '../../stores/questions.ts';
import css from './questions.module.css';

/**
 * An address that a server sends the user to: shown whole, and opened in the browser by the user. A server that does
 * not notice by itself that the user is done is told so with a button.
 */
export function AskedAddress({ question }: { question: Extract<QuestionView, { mode: 'url' }> }) {
  const t = useTranslations('questions');
  const { id, url, waits } = question;
  const [isOpened, setOpened] = useState(false);
  const { error, waiting, send } = useRequest();
  const host = URL.canParse(url) ? new URL(url).host : '';
  const open = async () => {
    const { ok } = await send(() => request('elicitation:open', { id }));
    if (ok) setOpened(true);
  };
  return (
    <>
      <p>{t('address', { host })}</p>
      <p>
        <code className={css['address']}>{url}</code> <CopyButton label={t('copyAddress')} text={() => url} />
      </p>
      {error && <ErrorNote error={error} />}
      {isOpened && <p role="status">{t(waits ? 'whenDone' : 'isOpened')}</p>}
      <div className={shared['dialogButtons']}>
        {!isOpened || waits ? (
          <Button variant="default" onClick={() => void answerQuestion(id, { action: 'decline' })}>
            {t('decline')}
          </Button>
        ) : (
          <Button variant="default" onClick={() => forgetQuestion({ id })}>
            {t('hide')}
          </Button>
        )}
        <Button variant={isOpened ? 'default' : 'filled'} loading={waiting} onClick={onSingleClick(() => void open())}>
          {t(isOpened ? 'openAgain' : 'open')}
        </Button>
        {isOpened && waits && (
          <Button onClick={() => void answerQuestion(id, { action: 'accept' })}>{t('continue')}</Button>
        )}
      </div>
    </>
  );
}

import '@mantine/core/styles.layer.css';
import { Button, Modal } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { JsonObject, QuestionView, ServerView } from '../../../src-preload/contract.ts';
import { ServerWords } from '../../components/ServerWords.tsx';
import shared from '../../shared.module.css';
import { answerQuestion } from '../../stores/questions.ts';
import { takesNoInput } from '../tools/takes-no-input.ts';
import { AskedAddress } from './AskedAddress.tsx';

const SchemaForm = lazy(() => import('../tools/SchemaForm.tsx'));

interface Props {
  question: QuestionView;
  server: ServerView;
}

/**
 * What a server asks in the middle of a call. Nothing is sent by accident: closing it says that it was closed, and
 * a form has a button of its own for no.
 */
export default function AskedQuestion({ question, server }: Props) {
  const t = useTranslations();
  const { id, message } = question;
  return (
    <Modal
      opened
      size={560}
      closeOnClickOutside={false}
      onClose={() => void answerQuestion(id, { action: 'cancel' })}
      title={t('questions.title', { server: server.name })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <div className={shared['form']}>
        <ServerWords from={server.name} text={message} />
        {question.mode === 'form' ? (
          <AskedForm id={id} schema={question.schema} server={server} />
        ) : (
          <AskedAddress question={question} />
        )}
      </div>
    </Modal>
  );
}

function AskedForm({ id, schema, server }: { id: string; schema: JsonObject; server: ServerView }) {
  const t = useTranslations('questions');
  const [draft, setDraft] = useState<unknown>(undefined);
  const buttons = (
    <div className={shared['dialogButtons']}>
      <Button variant="default" onClick={() => void answerQuestion(id, { action: 'decline' })}>
        {t('decline')}
      </Button>
      <Button type="submit">{t('send')}</Button>
    </div>
  );
  return (
    <>
      <p className={shared['hint']}>{t('noSecrets', { server: server.name })}</p>
      {takesNoInput(schema) && <p>{t('noFields')}</p>}
      <Suspense fallback={null}>
        <SchemaForm
          schema={schema}
          draft={draft}
          running={false}
          onChange={setDraft}
          onSubmit={(content) => void answerQuestion(id, { action: 'accept', content })}
        >
          {buttons}
        </SchemaForm>
      </Suspense>
    </>
  );
}

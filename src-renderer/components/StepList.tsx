import { Loader } from '@mantine/core';
import { Check, X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { AttemptView, ServerView, StepView } from '../../src-preload/contract.ts';
import css from './steps.module.css';
import { useStepWords } from '../words/use-step-words.ts';
import { useTimeWords } from '../words/use-time-words.ts';

interface Props {
  server: ServerView;
  attempt: Pick<AttemptView, 'steps' | 'error'>;
  /** The list's label, if it is not a sign-in. */
  label?: string;
}

/** The steps of an attempt: request, result and duration. */
export function StepList({ server, attempt, label }: Props) {
  const t = useTranslations('doctor');
  const { title, outcome } = useStepWords(server);
  const { duration } = useTimeWords();
  return (
    <ol className={css['steps']} aria-label={label ?? t('steps')}>
      {attempt.steps.map((step, index) => (
        <li key={`${index} ${step.name}`} data-state={step.state}>
          <Mark state={step.state} />
          <span className={css['stepTitle']}>{title(step)}</span>
          <span className={css['stepOutcome']}>
            {outcome(step, attempt.error)}
            {step.state === 'failed' && attempt.error?.serverText && <q>{attempt.error.serverText}</q>}
          </span>
          <span className={css['stepTime']}>{step.state === 'running' ? '' : duration(step.milliseconds)}</span>
        </li>
      ))}
    </ol>
  );
}

function Mark({ state }: { state: StepView['state'] }) {
  const t = useTranslations('doctor');
  if (state === 'running') return <Loader size={12} role="img" aria-label={t('running')} />;
  return state === 'done' ? (
    <Check size={14} role="img" aria-label={t('ok')} />
  ) : (
    <X size={14} role="img" aria-label={t('failed')} />
  );
}

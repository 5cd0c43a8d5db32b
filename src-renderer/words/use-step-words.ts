import { useTranslations } from 'use-intl';
import type { ErrorView, ServerView, StepView } from '../../src-preload/contract.ts';
import { hostOf } from './host-of.ts';
import { useErrorWords } from './use-error-words.ts';

/** A step's action and result. */
export function useStepWords(server: ServerView) {
  const t = useTranslations('steps');
  const words = useTranslations('words');
  const errorWords = useErrorWords();

  const outcome = ({ name, facts }: StepView): string => {
    const status = typeof facts['status'] === 'number' ? facts['status'] : 0;
    const issuer = typeof facts['issuer'] === 'string' ? hostOf(facts['issuer']) : words('signInService');
    return t(`done.${name}`, { status, issuer });
  };

  return {
    title: ({ name, host, facts }: StepView) => {
      const { leftOut } = facts;
      if (name === 'authorize' && typeof leftOut === 'string')
        return t('title.authorizeWithout', { what: leftOut.replace('prompt', 'prompt=consent').replace(' ', ', ') });
      return t(`title.${name}`, { host: host ?? server.host, server: server.name });
    },
    outcome: (step: StepView, error?: ErrorView): string => {
      if (step.state === 'running') return '';
      if (step.state === 'done') return outcome(step);
      return error ? errorWords(error, server).what : t('failed');
    },
  };
}

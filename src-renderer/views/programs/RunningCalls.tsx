import { useTranslations } from 'use-intl';
import type { ConnectionView } from '../../../src-preload/contract.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useTimeWords } from '../../words/use-time-words.ts';
import css from './programs.module.css';

/** In milliseconds. */
const second = 1000;

/** The tool calls under way, with how long each has been. Only they are rendered each second. */
export function RunningCalls({ calls }: Pick<ConnectionView, 'calls'>) {
  const t = useTranslations('programs');
  const now = useNow(second);
  const { elapsed } = useTimeWords(second);
  return (
    <ul className={css['calls']}>
      {calls.map(({ tool, since }, index) => (
        <li key={index}>{t('calling', { tool, duration: elapsed(since, now) })}</li>
      ))}
    </ul>
  );
}

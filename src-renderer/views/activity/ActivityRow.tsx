import { useFormatter } from 'use-intl';
import type { ActivityView, ServerView } from '../../../src-preload/contract.ts';
import { StatusDot } from '../../components/StatusDot.tsx';
import { useActivityWords } from '../../words/use-activity-words.ts';
import { useErrorWords } from '../../words/use-error-words.ts';
import { useTimeWords } from '../../words/use-time-words.ts';
import css from './activity.module.css';

export function ActivityRow({ entry, server }: { entry: ActivityView; server: ServerView }) {
  const format = useFormatter();
  const { short } = useTimeWords();
  const { what, who } = useActivityWords()(entry);
  const errorWords = useErrorWords();
  const { outcome, at } = entry;
  const failed = outcome !== 'done' && outcome !== 'cancelled';
  return (
    <li className={css['entry']}>
      <StatusDot dot={failed ? 'red' : outcome === 'done' ? 'green' : 'hollow'} />
      <div>
        <p>
          {what} <span className={css['who']}>{who}</span>
        </p>
        {failed && <p className={css['why']}>{errorWords({ code: outcome, values: {} }, server).what}</p>}
      </div>
      <time
        dateTime={new Date(at).toISOString()}
        title={format.dateTime(at, { dateStyle: 'full', timeStyle: 'medium' })}
      >
        {short(at)}
      </time>
    </li>
  );
}

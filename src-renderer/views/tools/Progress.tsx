import { Progress as Bar } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl';
import type { ToolProgressView } from '../../../src-preload/contract.ts';
import { ServerWords } from '../../components/ServerWords.tsx';
import css from './tools.module.css';

interface Props {
  /** The server whose message it is. */
  from: string;
  progress: ToolProgressView;
}

/** A running call's progress: a bar if the total is known, else the count; with the server's message. */
export function Progress({ from, progress: { progress, total, message } }: Props) {
  const t = useTranslations('tools');
  const format = useFormatter();
  const share = total === undefined ? undefined : Math.min(Math.max(progress / total, 0), 1);
  return (
    <div className={css['progress']}>
      {share === undefined ? (
        <p>{t('progressCount', { progress })}</p>
      ) : (
        <>
          <Bar value={share * 100} aria-label={t('progress')} transitionDuration={0} />
          <p>{format.number(share, { style: 'percent' })}</p>
        </>
      )}
      {message && <ServerWords from={from} text={message} />}
    </div>
  );
}

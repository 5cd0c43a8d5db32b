import { Progress as Bar } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl';
import type { ToolProgressView } from '../../../src-preload/contract.ts';
import { ServerWords } from '../../components/ServerWords.tsx';
import css from './tools.module.css';

interface Props {
  /** Whose words the message is. */
  from: string;
  progress: ToolProgressView;
}

/** How far a running call is: a bar where the server says of how much, else what it has counted; and what it says of it. */
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

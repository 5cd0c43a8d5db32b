import { Loader } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import css from '../../components/entry-list.module.css';
import { entryKey, useResources } from '../../stores/resources.ts';
import { Contents } from './Contents.tsx';

interface Props {
  server: ServerView;
  entry: string;
  onRetry: () => void;
}

/** What was read of a resource; nothing before the first time. */
export function ReadParts({ server, entry, onRetry }: Props) {
  const t = useTranslations('resources');
  const reading = useResources(({ readings }) => readings[entryKey(server.id, entry)]);
  if (!reading) return null;
  if (reading.state === 'failed') return <ErrorNote error={reading.error} server={server} onRetry={onRetry} />;
  const contents = reading.state === 'read' ? reading.contents : reading.before;
  if (!contents)
    return (
      <p>
        <Loader size={12} aria-hidden /> {t('reading')}
      </p>
    );
  const { parts, at } = contents;
  return (
    <div className={css['parts']} aria-busy={reading.state === 'reading'}>
      {parts.length === 0 && <p>{t('empty')}</p>}
      {parts.map((part, index) => (
        <Contents key={`${at} ${index}`} server={server} part={part} isOneOfMany={parts.length > 1} />
      ))}
    </div>
  );
}

import { Button, Checkbox } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import { entryKey, followResource, useResources } from '../../stores/resources.ts';
import { useTimeWords } from '../../words/use-time-words.ts';

interface Props {
  server: ServerView;
  uri: string;
  onRead: () => void;
}

/** Whether the server tells of changes of a resource, and what it told. */
export function Follow({ server, uri, onRead }: Props) {
  const t = useTranslations('resources');
  const { short } = useTimeWords();
  const key = entryKey(server.id, uri);
  const isFollowed = useResources(({ followed }) => followed[key] === true);
  const changedAt = useResources(({ changed }) => changed[key]);
  const { error, waiting, send } = useRequest();
  return (
    <>
      <Checkbox
        size="xs"
        label={t('follow')}
        checked={isFollowed}
        disabled={waiting}
        onChange={(event) => {
          const on = event.currentTarget.checked;
          void send(() => followResource(server.id, uri, on));
        }}
      />
      <span role="status">{changedAt !== undefined && t('changed', { time: short(changedAt) })}</span>
      {changedAt !== undefined && (
        <Button variant="subtle" size="compact-sm" onClick={onRead}>
          {t('readAgain')}
        </Button>
      )}
      {error && <ErrorNote error={error} server={server} />}
    </>
  );
}

import { useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Question } from '../../components/Question.tsx';
import { useRemoveServer } from '../../hooks/use-remove-server.ts';
import { issuerHost } from '../../words/host-of.ts';

interface Props {
  server: ServerView;
  onKeep: () => void;
  onRemoved: () => void;
}

/** Removes an imported server again, after a confirmation. */
export function UndoImport({ server, onKeep, onRemoved }: Props) {
  const t = useTranslations('remove');
  const { waiting, error, remove } = useRemoveServer(server, onRemoved);
  return (
    <>
      <Question
        label={t('title', { server: server.name })}
        text={server.signIn ? t('lost', { host: issuerHost(server) }) : t('lostSignedOut')}
        act={t('button')}
        dangerous
        waiting={waiting}
        onKeep={onKeep}
        onAct={() => void remove()}
      />
      {error && <ErrorNote error={error} server={server} />}
    </>
  );
}

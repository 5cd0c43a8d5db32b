import { useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Question } from '../../components/Question.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import { useRevocationNotice } from '../../hooks/use-revocation-notice.ts';
import { issuerHost } from '../../words/host-of.ts';

interface Props {
  server: ServerView;
  onKeep: () => void;
  onRemoved: () => void;
}

/** Asks whether a server that has just come in is to go, and sees it out. */
export function RemoveAgain({ server, onKeep, onRemoved }: Props) {
  const t = useTranslations('remove');
  const { waiting, error, send } = useRequest();
  const tell = useRevocationNotice();
  const remove = async () => {
    const result = await send(() => request('servers:remove', { serverId: server.id }));
    if (!result.ok) return;
    tell('removed', server, result.value.revocation);
    onRemoved();
  };
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

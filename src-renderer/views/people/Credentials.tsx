import '@mantine/core/styles.layer.css';
import { Button, Loader, Modal } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { CredentialView, ErrorView, Result, ServerView } from '../../../src-preload/contract.ts';
import { listen, request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Question } from '../../components/Question.tsx';
import { StatusDot } from '../../components/StatusDot.tsx';
import { usePrincipal } from '../../hooks/use-is-allowed.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import { useApp } from '../../stores/app.ts';
import { closeDialog } from '../../stores/window.ts';
import { statusLook } from '../../words/status-look.ts';
import { useStatusWords } from '../../words/use-status-words.ts';
import { useTimeWords } from '../../words/use-time-words.ts';
import css from './people.module.css';

/** The sign-ins of all profiles at a server; an admin can end each. */
export default function Credentials({ server }: { server: ServerView }) {
  const t = useTranslations();
  const workspace = useApp((state) => state.app?.workspace.name ?? '');
  const [slots, setSlots] = useState<CredentialView[] | null>(null);
  const [error, setError] = useState<ErrorView | null>(null);
  const { id: serverId } = server;

  const show = useCallback((result: Result<CredentialView[]>) => {
    setError(result.ok ? null : result.error);
    if (result.ok) setSlots(result.value);
  }, []);
  // Any change of the server may concern one of its sign-ins.
  useEffect(() => {
    const load = () => void request('credentials:list', { serverId }).then(show);
    load();
    return listen('servers:changed', ({ id }) => id === serverId && load());
  }, [show, serverId]);

  return (
    <Modal
      opened
      size={600}
      onClose={closeDialog}
      title={t('people.signedInTo', { server: server.name })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <div className={shared['form']}>
        <p>{t(`people.accountIs.${server.account}`, { workspace, server: server.name })}</p>
        {error && <ErrorNote error={error} server={server} />}
        {!slots && !error && <Loader size={14} />}
        <ul className={css['rows']}>
          {slots?.map((slot) => (
            <Slot key={slot.profileId ?? ''} slot={slot} server={server} onChanged={show} />
          ))}
        </ul>
      </div>
    </Modal>
  );
}

interface SlotProps {
  slot: CredentialView;
  server: ServerView;
  onChanged: (result: Result<CredentialView[]>) => void;
}

function Slot({ slot, server, onChanged }: SlotProps) {
  const t = useTranslations('people');
  const now = useNow();
  const { short } = useTimeWords();
  const words = useStatusWords();
  const me = usePrincipal();
  const workspace = useApp((state) => state.app?.workspace.name ?? '');
  const [asking, setAsking] = useState(false);
  const { waiting, error, send } = useRequest();
  const { profileId, status, signIn } = slot;
  const { id: serverId } = server;
  const everyone = profileId === null;
  const name = slot.name ?? t('everyone', { workspace });
  const label = everyone ? t('signOutShared') : t('signOutOf', { person: name });
  const loss = everyone ? 'signOutSharedWhat' : profileId === me.id ? 'signOutMe' : 'signOutWhat';
  const used = everyone === (server.account === 'shared');
  const { wantedScopes: _, ...rest } = server;
  const { word } = words({ ...rest, status });

  const signOut = async () => {
    const result = await send(() => request('credentials:sign-out', { serverId, profileId }));
    setAsking(false);
    if (result.ok) onChanged(await request('credentials:list', { serverId }));
  };
  return (
    <li>
      <div className={css['row']}>
        <div className={css['slot']}>
          <p className={css['name']}>
            <StatusDot dot={statusLook({ ...rest, status }, now, me).dot} /> <span>{name}</span>
          </p>
          <p className={css['note']}>
            {t(everyone ? 'slotShared' : 'slotOwn')}
            {!used && ` · ${t('unused')}`}
            {` · ${word}`}
            {signIn?.account && ` · ${t('as', { account: signIn.account })}`}
            {signIn && ` · ${t('sinceBy', { when: short(signIn.signedInAt), person: signIn.signedInBy })}`}
          </p>
        </div>
        {signIn && (
          <Button variant="default" aria-label={label} onClick={() => setAsking(true)}>
            {t('signOut')}
          </Button>
        )}
      </div>
      {asking && (
        <Question
          label={label}
          text={t(loss, { person: name, server: server.name, workspace })}
          act={t('signOutNow')}
          waiting={waiting}
          onKeep={() => setAsking(false)}
          onAct={() => void signOut()}
        />
      )}
      {error && <ErrorNote error={error} server={server} />}
    </li>
  );
}

import { Button } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import type { ErrorView, ServerView, StatusView } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { StatusDot } from '../../components/StatusDot.tsx';
import { useIsAllowed, usePrincipal } from '../../hooks/use-is-allowed.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useRequest } from '../../hooks/use-request.ts';
import { useRevocationNotice } from '../../hooks/use-revocation-notice.ts';
import { KeyButtons } from './KeyButtons.tsx';
import css from './server.module.css';
import shared from '../../shared.module.css';
import { signIn, unreportedError, useSignIns } from '../../stores/sign-ins.ts';
import { loadTools, useTools } from '../../stores/tools.ts';
import { openDialog, showTab } from '../../stores/window.ts';
import { failedAttempt, hasOwnRemedy } from '../../words/attempt.ts';
import { type MainAction, statusLook } from '../../words/status-look.ts';
import { useAdminNames } from '../../words/use-admin-names.ts';
import { useStatusWords } from '../../words/use-status-words.ts';
import { useWhoseWords } from '../../words/use-whose-words.ts';

/** Loaded later: positioning menus is a third of Mantine's code. */
const ServerMenu = lazy(() => import('./ServerMenu.tsx'));

export function ServerHeader({ server }: { server: ServerView }) {
  const now = useNow();
  const look = statusLook(server, now, usePrincipal());
  const { word, sentence } = useStatusWords(countsSeconds(server.status, now) ? 1000 : undefined)(server);
  return (
    <header className={css['header']}>
      <div className={css['headerTop']}>
        <div className={css['headerName']}>
          <h1>{server.name}</h1>
          <p title={server.url}>{server.host}</p>
        </div>
        {/* While a sign-in is under way, the overview says how far it is. */}
        {server.status.state !== 'authorizing' && (
          // A changed label is a new element rather than a moved one: it is aligned at its end.
          <div key={word} className={css['headerStatus']}>
            <p>
              <StatusDot dot={look.dot} /> <strong data-tone={look.dot}>{word}</strong>
            </p>
            <p>{sentence}</p>
          </div>
        )}
      </div>
      <Actions server={server} action={look.action} />
    </header>
  );
}

/** Below a minute, "in 12 seconds" has to be updated each second; the usual clock is up to 15 seconds late. */
function countsSeconds(status: StatusView, now: number): boolean {
  return status.state === 'unreachable' && status.retryAt !== undefined && status.retryAt - now < 75_000;
}

function Actions({ server, action }: { server: ServerView; action: MainAction | null }) {
  const t = useTranslations('action');
  const isAllowed = useIsAllowed();
  const { id: serverId } = server;
  const enabling = useRequest();
  const signingOut = useRequest();
  const tell = useRevocationNotice();
  const signInError = useSignIns((state) => state.errors[serverId]);

  const setEnabled = (enabled: boolean) =>
    void enabling.send(() => request('servers:set-enabled', { serverId, enabled }));
  const signOut = async () => {
    const result = await signingOut.send(() => request('connections:disconnect', { serverId }));
    if (result.ok) tell('signedOut', server, result.value.revocation);
  };
  const error: ErrorView | undefined =
    enabling.error ?? signingOut.error ?? unreportedError(server, signInError) ?? undefined;

  return (
    <>
      <div className={shared['buttons']}>
        {action && <MainButton server={server} action={action} onTurnOn={() => setEnabled(true)} />}
        {server.signIn && isAllowed('connections:disconnect', server) && (
          <Button variant="default" loading={signingOut.waiting} onClick={() => void signOut()}>
            {t(server.grantType === 'key' ? 'removeKey' : 'signOut')}
          </Button>
        )}
        {server.signIn?.grantType === 'key' && action === 'openTools' && isAllowed('connections:use-key', server) && (
          <KeyButtons server={server} />
        )}
        {isAllowed('servers:rename') && (
          <Suspense fallback={null}>
            <ServerMenu server={server} onSetEnabled={setEnabled} />
          </Suspense>
        )}
        {hasWhose(server) && <Whose server={server} />}
      </div>
      {server.browserHost !== undefined && (action === 'signIn' || action === 'signInAgain') && (
        <p className={shared['hint']}>{t('opensPage', { host: server.browserHost })}</p>
      )}
      {error && <ErrorNote error={withoutRepeat(error, action)} server={server} />}
    </>
  );
}

/** Omits the remedy that the main button already offers. */
function withoutRepeat(error: ErrorView, action: MainAction | null): ErrorView {
  const { remedy: _, ...rest } = error;
  return hasOwnRemedy(error, action) ? error : rest;
}

/** One's own sign-in is not told before there is one; a shared one is, because it signs in others too. */
function hasWhose({ status, account, signIn }: ServerView): boolean {
  return status.state !== 'open' && (account === 'shared' || signIn !== undefined);
}

/** Whose sign-in it is, and who manages it if the user does not. */
function Whose({ server }: { server: ServerView }) {
  const t = useTranslations('admins');
  const isAllowed = useIsAllowed();
  const admins = useAdminNames();
  const whose = useWhoseWords()(server);
  const text = isAllowed('connections:connect', server) ? whose : `${whose}. ${t('signIn', { admins: admins() })}`;
  return <p className={css['whose']}>{text}</p>;
}

/** Where a key signs in, the same actions are about the key. */
function labelOf(action: MainAction, { grantType }: ServerView): MainAction | 'enterKey' | 'replaceKey' {
  if (grantType !== 'key') return action;
  if (action === 'signIn') return 'enterKey';
  return action === 'signInAgain' ? 'replaceKey' : action;
}

interface MainButtonProps {
  server: ServerView;
  action: MainAction;
  onTurnOn: () => void;
}

function MainButton({ server, action, onTurnOn }: MainButtonProps) {
  const t = useTranslations('action');
  const signingIn = useSignIns((state) => state.asking[server.id] === true);
  const isAllowed = useIsAllowed();
  const trying = useTools((state) => state[server.id]?.asking === true);
  // What is offered below is more specific, so the main button becomes secondary.
  const error = failedAttempt(server)?.error;
  const steppedBack = server.lateAnswer === true || (error !== undefined && hasOwnRemedy(error, action));
  const act: Record<MainAction, () => void> = {
    signIn: () => void signIn(server.id),
    signInAgain: () => void signIn(server.id),
    // An unreachable server keeps its sign-in: any request shows whether it is back.
    tryNow: () =>
      void (server.signIn || !isAllowed('connections:connect', server)
        ? loadTools(server.id, true)
        : signIn(server.id)),
    openTools: () => showTab('tools'),
    turnOn: onTurnOn,
    review: () => openDialog({ kind: 'review', serverId: server.id }),
  };
  return (
    <Button
      variant={steppedBack ? 'default' : 'filled'}
      loading={signingIn || (action === 'tryNow' && trying)}
      onClick={act[action]}
    >
      {t(labelOf(action, server))}
    </Button>
  );
}

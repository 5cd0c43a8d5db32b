import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ServerView } from '../../../src-preload/contract.ts';
import { StatusDot } from '../../components/StatusDot.tsx';
import { usePrincipal } from '../../hooks/use-is-allowed.ts';
import { useNow } from '../../hooks/use-now.ts';
import shared from '../../shared.module.css';
import { useServers } from '../../stores/servers.ts';
import { signIn, useSignIns } from '../../stores/sign-ins.ts';
import { closeDialog, select } from '../../stores/window.ts';
import { statusLook } from '../../words/status-look.ts';
import { useErrorWords } from '../../words/use-error-words.ts';
import { useSecretWords } from '../../words/use-secret-words.ts';
import { useStatusWords } from '../../words/use-status-words.ts';
import css from './clients.module.css';
import { UndoImport } from './UndoImport.tsx';

export interface AddedServer {
  serverId: string;
  /** Names of secrets that must be entered again. */
  missing: string[];
}

/** The imported servers, with the next action for each. */
export function AddedServers({ added, onRemoved }: { added: AddedServer[]; onRemoved: () => void }) {
  const t = useTranslations('import');
  const servers = useServers((state) => state.servers);
  return (
    <ul className={css['added']} aria-label={t('done', { count: added.length })}>
      {added.map(({ serverId, missing }) => {
        const server = servers[serverId];
        return server && <Added key={serverId} server={server} missing={missing} onRemoved={onRemoved} />;
      })}
    </ul>
  );
}

interface AddedProps {
  server: ServerView;
  missing: string[];
  onRemoved: () => void;
}

function Added({ server, missing, onRemoved }: AddedProps) {
  const t = useTranslations('import');
  const action = useTranslations('action');
  const errorWords = useErrorWords();
  const secretWords = useSecretWords();
  const { word } = useStatusWords()(server);
  const { dot, action: next } = statusLook(server, useNow(), usePrincipal());
  const { id } = server;
  const asking = useSignIns((state) => state.asking[id] === true);
  const error = useSignIns((state) => state.errors[id]);
  const [leaving, setLeaving] = useState(false);
  return (
    <li>
      <div className={css['addedRow']}>
        <div>
          <strong>{server.name}</strong>
          <p className={shared['hint']}>
            <StatusDot dot={dot} /> <span data-tone={dot}>{word}</span> · {server.host}
          </p>
          {missing.length > 0 && <p className={shared['hint']}>{t('missing', { names: secretWords(missing) })}</p>}
          {error && <p role="alert">{errorWords(error, server).what}</p>}
        </div>
        <Button
          variant="subtle"
          color="gray"
          aria-label={t('undoOf', { server: server.name })}
          onClick={() => setLeaving(true)}
        >
          {t('undo')}
        </Button>
        {missing.length > 0 ? (
          <Button
            variant="default"
            aria-label={t('settingsOf', { server: server.name })}
            onClick={() => {
              select(id, 'settings');
              closeDialog();
            }}
          >
            {t('settings')}
          </Button>
        ) : (
          (next === 'signIn' || next === 'signInAgain') && (
            <Button
              variant="default"
              aria-label={t('signInTo', { server: server.name })}
              loading={asking}
              onClick={() => void signIn(id)}
            >
              {action(next)}
            </Button>
          )
        )}
      </div>
      {leaving && <UndoImport server={server} onKeep={() => setLeaving(false)} onRemoved={onRemoved} />}
    </li>
  );
}

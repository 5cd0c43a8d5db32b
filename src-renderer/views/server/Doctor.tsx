import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { AttemptView, ServerView } from '../../../src-preload/contract.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { CopyRedirect } from '../../components/CopyRedirect.tsx';
import { RemedyButton } from '../../components/RemedyButton.tsx';
import { ServerWords } from '../../components/ServerWords.tsx';
import { StepList } from '../../components/StepList.tsx';
import { usePrincipal } from '../../hooks/use-is-allowed.ts';
import { useNow } from '../../hooks/use-now.ts';
import { AttemptFacts } from './AttemptFacts.tsx';
import css from './server.module.css';
import shared from '../../shared.module.css';
import { useApp } from '../../stores/app.ts';
import { attemptDetails, failedStep, hasOwnRemedy } from '../../words/attempt.ts';
import { statusLook } from '../../words/status-look.ts';
import { useErrorWords } from '../../words/use-error-words.ts';

interface Props {
  server: ServerView;
  attempt: AttemptView;
}

/** The failed step of a sign-in, the reason, and a button that may fix it. */
export function Doctor({ server, attempt }: Props) {
  const t = useTranslations();
  const errorWords = useErrorWords();
  const version = useApp((state) => state.app?.version ?? '');
  const { action } = statusLook(server, useNow(), usePrincipal());
  const [open, setOpen] = useState(false);
  const { error } = attempt;
  const at = failedStep(attempt, server.grantType);
  const title = useTitle(server, error?.code === 'access_denied', at);
  if (!error) return null;
  const { what, next } = errorWords(error, server);
  return (
    <section className={css['doctor']} aria-labelledby="doctor-title">
      <h2 id="doctor-title">{title}</h2>
      <StepList server={server} attempt={attempt} />
      <div className={css['diagnosis']}>
        <p>
          {!at && <strong>{what} </strong>}
          {next}
        </p>
        {!at && error.serverText && <ServerWords from={server.name} text={error.serverText} />}
        <div className={shared['buttons']}>
          {hasOwnRemedy(error, action) && (
            <RemedyButton error={error} serverId={server.id} url={server.url} variant="filled" />
          )}
          <CopyRedirect error={error} />
          <CopyButton label={t('action.copyDetails')} text={() => attemptDetails(server, attempt, version)} details />
          <Button variant="subtle" size="compact-xs" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? 'action.hideDetails' : 'action.showDetails')}
          </Button>
        </div>
        {open && <AttemptFacts server={server} attempt={attempt} />}
      </div>
    </section>
  );
}

/** Denying access in the browser is not an error. */
function useTitle(server: ServerView, denied: boolean, at: { step: number; total: number } | undefined): string {
  const t = useTranslations('doctor');
  if (denied) return t('titleDenied', { server: server.name });
  return at ? t('title', { server: server.name, ...at }) : t('titleStopped', { server: server.name });
}

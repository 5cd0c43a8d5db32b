import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { AttemptView, ServerView, SignInView } from '../../src-preload/contract.ts';
import { CopyButton } from '../components/CopyButton.tsx';
import { StepList } from '../components/StepList.tsx';
import css from './server.module.css';
import shared from '../shared.module.css';
import { useApp } from '../stores/app.ts';
import { attemptDuration } from '../words/attempt.ts';
import { hostOf } from '../words/host-of.ts';
import { useTimeWords } from '../words/use-time-words.ts';

export function Facts({ server, failed }: { server: ServerView; failed: boolean }) {
  const t = useTranslations('overview');
  const workspace = useApp((state) => state.app?.workspace.name ?? '');
  const { short } = useTimeWords();
  const { signIn, lastAttempt } = server;
  return (
    <dl className={css['facts']}>
      <Fact name={t('address')}>
        <span className={shared['mono']}>{server.url}</span>{' '}
        <CopyButton label={t('copyAddress')} text={() => server.url} />
      </Fact>
      {signIn && <SignInFacts server={server} signIn={signIn} />}
      <Fact name={t('account')}>
        {server.account === 'shared' ? t('accountShared', { workspace }) : t('accountOwn')}
      </Fact>
      <Fact name={t('added')}>{short(server.addedAt)}</Fact>
      {lastAttempt && !failed && signIn && <LastSignIn server={server} attempt={lastAttempt} />}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function SignInFacts({ server, signIn }: { server: ServerView; signIn: SignInView }) {
  const t = useTranslations('overview');
  const { short, when, relative } = useTimeWords();
  const { expiresAt, refreshedAt, registration } = signIn;
  const kinds = {
    dynamic: 'registrationDynamic',
    pre_registered: 'registrationPreRegistered',
    metadata_document: 'registrationDocument',
  } as const;
  const answers = { app_link: 'answersAppLink', loopback: 'answersLoopback', none: 'answersNone' } as const;
  const time = expiresAt === undefined ? '' : short(expiresAt);
  return (
    <>
      <Fact name={t('since')}>{t('sinceBy', { when: short(signIn.signedInAt), person: signIn.signedInBy })}</Fact>
      <Fact name={t('may')}>
        {signIn.scopes.length > 0 ? <Scopes scopes={signIn.scopes} /> : t('mayDefault', { server: server.name })}
      </Fact>
      <Fact name={t('ends')}>
        {expiresAt === undefined
          ? t('endsNever')
          : signIn.renewable
            ? t('endsRenews', { time })
            : t('endsFirm', { time, relative: relative(expiresAt) })}
      </Fact>
      {refreshedAt !== undefined && <Fact name={t('refreshed')}>{short(refreshedAt)}</Fact>}
      <Fact name={t('issuer')}>{hostOf(signIn.issuer)}</Fact>
      <Fact name={t('registration')}>{t(kinds[registration.kind], { when: when(registration.registeredAt) })}</Fact>
      <Fact name={t('answers')}>{t(answers[registration.returnPath])}</Fact>
    </>
  );
}

/** Scopes are the server's own names for what is allowed: shown as they are written. */
function Scopes({ scopes }: { scopes: string[] }) {
  return (
    <span className={css['scopes']}>
      {scopes.map((scope) => (
        <code key={scope}>{scope}</code>
      ))}
    </span>
  );
}

function LastSignIn({ server, attempt }: { server: ServerView; attempt: AttemptView }) {
  const t = useTranslations();
  const { duration } = useTimeWords();
  const [open, setOpen] = useState(false);
  return (
    <Fact name={t('overview.lastSignIn')}>
      {t('overview.lastSignInSteps', { count: attempt.steps.length, duration: duration(attemptDuration(attempt)) })}{' '}
      <Button variant="subtle" size="compact-xs" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? t('action.hideSteps') : t('action.showSteps')}
      </Button>
      {open && <StepList server={server} attempt={attempt} />}
    </Fact>
  );
}

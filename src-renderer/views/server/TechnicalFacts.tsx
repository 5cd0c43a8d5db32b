import { Button } from '@mantine/core';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { AttemptView, ServerView } from '../../../src-preload/contract.ts';
import { Fact } from '../../components/Fact.tsx';
import { StepList } from '../../components/StepList.tsx';
import { useIsAllowed } from '../../hooks/use-is-allowed.ts';
import { CheckDiscovery } from './CheckDiscovery.tsx';
import css from './server.module.css';
import { answerKeys } from '../../words/answer-keys.ts';
import { attemptDuration } from '../../words/attempt.ts';
import { hostOf } from '../../words/host-of.ts';
import { lapseOf } from '../../words/lapse.ts';
import { useTimeWords } from '../../words/use-time-words.ts';

interface Props {
  server: ServerView;
  /** Whether the last attempt failed: its steps are shown above then. */
  failed: boolean;
}

/** How a server signs people in, folded away until it is asked for: few need it, and not often. */
export function TechnicalFacts({ server, failed }: Props) {
  const t = useTranslations('overview');
  const [isOpen, setIsOpen] = useState(false);
  const looks = useIsAllowed()('connections:discover', server) && server.status.state !== 'off';
  const Mark = isOpen ? ChevronDown : ChevronRight;
  return (
    <section className={css['technical']} aria-labelledby="technical-facts">
      <Button
        id="technical-facts"
        variant="subtle"
        size="compact-xs"
        aria-expanded={isOpen}
        leftSection={<Mark size={14} aria-hidden />}
        onClick={() => setIsOpen(!isOpen)}
      >
        {t('technical')}
      </Button>
      {isOpen && (
        <>
          <TechnicalList server={server} failed={failed} />
          {looks && <CheckDiscovery key={server.id} server={server} />}
        </>
      )}
    </section>
  );
}

function TechnicalList({ server, failed }: Props) {
  const t = useTranslations('overview');
  const { short } = useTimeWords();
  const { lastAttempt } = server;
  const signIn = server.signIn ?? lapseOf(server)?.signIn;
  return (
    <dl className={css['facts']}>
      {signIn && signIn.grantType !== 'key' && <RegistrationFacts signIn={signIn} />}
      <Fact name={t('added')}>{short(server.addedAt)}</Fact>
      {lastAttempt && !failed && signIn && <LastSignIn server={server} attempt={lastAttempt} />}
    </dl>
  );
}

function RegistrationFacts({ signIn }: { signIn: NonNullable<ServerView['signIn']> }) {
  const t = useTranslations('overview');
  const { when } = useTimeWords();
  const { registration } = signIn;
  const kinds = {
    dynamic: 'registrationDynamic',
    pre_registered: 'registrationPreRegistered',
    metadata_document: 'registrationDocument',
  } as const;
  return (
    <>
      <Fact name={t('issuer')}>{hostOf(signIn.issuer)}</Fact>
      <Fact name={t('registration')}>{t(kinds[registration.kind], { when: when(registration.registeredAt) })}</Fact>
      <Fact name={t('returnPath')}>{t(answerKeys[registration.returnPath])}</Fact>
    </>
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

import { Loader } from '@mantine/core';
import { CircleCheck, Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { DiscoveryView } from '../../src-preload/contract.ts';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { Scopes } from '../components/Scopes.tsx';
import type { DryRun } from '../hooks/use-dry-run.ts';
import shared from '../shared.module.css';
import { hostOf } from '../words/host-of.ts';

interface Props {
  run: DryRun;
  /** Something is missing under Advanced: there is nothing to ask before that. */
  incomplete: boolean;
  onEditAddress: () => void;
  onRetry: () => void;
}

/** What a sign-in at the address would be, before anything is registered or saved. Its place is kept while it is asked for. */
export function FoundServer({ run, incomplete, onEditAddress, onRetry }: Props) {
  const t = useTranslations('add.found');
  return (
    <div className={shared['found']} aria-live="polite">
      {run.state === 'asking' && (
        <p className={shared['hint']}>
          <Loader size={12} aria-hidden /> {t('asking', { host: hostOf(run.url) })}
        </p>
      )}
      {run.state === 'found' && <Found found={run.found} />}
      {run.state === 'failed' && (
        <ErrorNote
          error={run.error}
          server={{ name: hostOf(run.url), host: hostOf(run.url), url: run.url }}
          onEditAddress={onEditAddress}
          onRetry={onRetry}
        />
      )}
      {run.state === 'none' && <p className={shared['hint']}>{t(incomplete ? 'incomplete' : 'nothing')}</p>}
    </div>
  );
}

function Found({ found }: { found: DiscoveryView }) {
  const t = useTranslations('add.found');
  const { plan, name } = found;
  if (!plan) return <Line good>{t('open', { name })}</Line>;
  const registration = t(`registration.${plan.registration}`, { issuer: hostOf(plan.issuer) });
  return (
    <>
      <Line good={plan.registration !== 'needed'}>
        {t('signIn', { name, issuer: hostOf(plan.issuer) })} {registration}
      </Line>
      {plan.browserHost !== undefined && (
        <Line good={plan.answerHost === undefined}>
          {t('browser', { host: plan.browserHost })}{' '}
          {plan.answerHost !== undefined && t('hostsDiffer', { answerHost: plan.answerHost })}
        </Line>
      )}
      <p className={shared['hint']}>
        {plan.scopes.length > 0 ? (
          <Scopes scopes={plan.scopes} say={(scopes) => t('scopes', { scopes })} />
        ) : (
          t('noScopes')
        )}
      </p>
    </>
  );
}

function Line({ good, children }: { good: boolean; children: ReactNode }) {
  const Icon = good ? CircleCheck : Info;
  return (
    <p className={shared['foundLine']} data-tone={good ? 'green' : 'amber'}>
      <Icon size={14} aria-hidden /> <span>{children}</span>
    </p>
  );
}

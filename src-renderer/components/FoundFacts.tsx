import { CircleCheck, Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { DiscoveryView } from '../../src-preload/contract.ts';
import { Scopes } from './Scopes.tsx';
import shared from '../shared.module.css';
import { hostOf } from '../words/host-of.ts';

interface Props {
  found: DiscoveryView;
  /** The server is saved, so a client ID is entered in its settings. */
  saved?: boolean;
}

/** The result of a dry run: the authorization server, the client, the host that the browser opens, and the scope. */
export function FoundFacts({ found, saved = false }: Props) {
  const t = useTranslations('add.found');
  const { plan, name } = found;
  if (!plan) return <Line good>{t('open', { name })}</Line>;
  const registration =
    saved && plan.registration === 'needed'
      ? t('neededInSettings')
      : t(`registration.${plan.registration}`, { issuer: hostOf(plan.issuer) });
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

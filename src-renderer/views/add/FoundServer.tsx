import { Loader } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { understandAddress } from '../../../src-preload/contract.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import type { DryRun } from '../../hooks/use-dry-run.ts';
import shared from '../../shared.module.css';
import { hostOf } from '../../words/host-of.ts';
import { FoundFacts } from '../../components/FoundFacts.tsx';
import { Understood } from './Understood.tsx';

interface Props {
  /** The address as it was entered. */
  typed?: string;
  run: DryRun;
  /** An advanced setting is missing, so no dry run is possible yet. */
  incomplete: boolean;
  onEditAddress: () => void;
  onUseAddress?: (address: string) => void;
  onEditSettings?: () => void;
  onRetry: () => void;
}

/** What a sign-in at the address would do, before anything is registered or saved. */
export function FoundServer({ typed = '', run, incomplete, ...places }: Props) {
  const t = useTranslations('add.found');
  const key = useTranslations('key');
  const url = run.state === 'none' ? '' : (understandAddress(run.url)?.url ?? run.url);
  return (
    <div className={shared['found']} aria-live="polite">
      {run.state !== 'none' && <Understood typed={typed} run={run} />}
      {run.state === 'asking' && (
        <p className={shared['hint']}>
          <Loader size={12} aria-hidden /> {t('asking', { host: hostOf(url) })}
        </p>
      )}
      {run.state === 'found' &&
        (run.found.plan?.guessed === true ? (
          <p>
            <strong>{key('wanted')}</strong> {key('wantedWhat', { host: hostOf(url) })}
          </p>
        ) : (
          <FoundFacts found={run.found} />
        ))}
      {run.state === 'failed' && (
        <ErrorNote error={run.error} server={{ name: hostOf(url), host: hostOf(url), url }} {...places} />
      )}
      {run.state === 'none' && <p className={shared['hint']}>{t(incomplete ? 'incomplete' : 'nothing')}</p>}
    </div>
  );
}

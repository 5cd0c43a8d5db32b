import { Loader } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import type { DryRun } from '../../hooks/use-dry-run.ts';
import shared from '../../shared.module.css';
import { hostOf } from '../../words/host-of.ts';
import { FoundFacts } from '../../components/FoundFacts.tsx';

interface Props {
  run: DryRun;
  /** An advanced setting is missing, so no dry run is possible yet. */
  incomplete: boolean;
  onEditAddress: () => void;
  onRetry: () => void;
}

/** What a sign-in at the address would do, before anything is registered or saved. */
export function FoundServer({ run, incomplete, onEditAddress, onRetry }: Props) {
  const t = useTranslations('add.found');
  return (
    <div className={shared['found']} aria-live="polite">
      {run.state === 'asking' && (
        <p className={shared['hint']}>
          <Loader size={12} aria-hidden /> {t('asking', { host: hostOf(run.url) })}
        </p>
      )}
      {run.state === 'found' && <FoundFacts found={run.found} />}
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

import { Info } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { understandAddress } from '../../../src-preload/contract.ts';
import type { DryRun } from '../../hooks/use-dry-run.ts';
import shared from '../../shared.module.css';

/** How an address was read that was not entered strictly, and where the server turned out to be. */
export function Understood({ typed, run }: { typed: string; run: DryRun }) {
  const t = useTranslations('add.found');
  const understood = understandAddress(typed);
  if (!understood || hasCredentials(understood.url)) return null;
  if (run.state === 'failed' && run.error.code === 'address_invalid') return null;
  const { url, notes } = understood;
  const lines = [
    ...(notes.length > 0 ? [t('understood', { url })] : []),
    ...(notes.includes('fragment') ? [t('fragment')] : []),
    ...(notes.includes('extracted') ? [t('extracted')] : []),
    ...(run.state === 'found' && run.found.url !== url ? [t('moved', { typed: url, url: run.found.url })] : []),
  ];
  if (lines.length === 0) return null;
  return (
    <p className={shared['foundLine']} data-tone="amber">
      <Info size={14} aria-hidden /> <span>{lines.join(' ')}</span>
    </p>
  );
}

/** Such an address is refused. A password is not shown. */
function hasCredentials(url: string): boolean {
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
}

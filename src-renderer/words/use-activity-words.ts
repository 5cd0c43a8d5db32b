import { useTranslations } from 'use-intl';
import type { ActivityView } from '../../src-preload/contract.ts';

/** An entry's action and outcome in a few words, and the profile that acted. */
export function useActivityWords(): (entry: ActivityView) => { what: string; who: string } {
  const t = useTranslations('activity');
  return ({ kind, outcome, subject, profile }) => {
    const who = profile === null ? t('bySelf') : t('by', { person: profile });
    const values = { subject: subject ?? '' };
    if (outcome === 'cancelled' && (kind === 'connected' || kind === 'called'))
      return { what: t(`gaveUp.${kind}`, values), who };
    if (kind === 'signed_out' && subject !== null) return { what: t('signedOutOther', { person: subject }), who };
    return { what: t(`${outcome === 'done' ? 'done' : 'failed'}.${kind}`, values), who };
  };
}

import { useTranslations } from 'use-intl';
import type { GrantView, ToolScope } from '../../src-preload/contract.ts';

/** What is said of programs, on their own page and on those of servers. */
export function useProgramWords() {
  const t = useTranslations('programs');
  return {
    name: (name: string) => name || t('unknown'),
    rule: ({ rule, allowed }: ToolScope) => t(`rule.${rule}`, { count: allowed.length }),
    until: (until: GrantView['until']) => t(`until.${until}`),
    whose: (profileId: string | null) => t(profileId === null ? 'shared' : 'own'),
  };
}

import { useFormatter, useTranslations } from 'use-intl';
import { scopePhrase } from './scope-phrase.ts';

/** What scopes let somebody do, as one list in words. A name that only its server understands stays as it is written. */
export function useScopeWords(): (scopes: readonly string[]) => string {
  const t = useTranslations('scopes');
  const format = useFormatter();
  return (scopes) => {
    const words = scopes.map((scope) => {
      const phrase = scopePhrase(scope);
      return phrase ? t(phrase.verb, { thing: phrase.thing ?? '' }) : scope;
    });
    return format.list(new Set(words), { type: 'conjunction' });
  };
}

import { useFormatter, useTranslations } from 'use-intl';
import { scopePhrase } from './scope-phrase.ts';

/** What scopes allow, as one list. A name that only the server understands is shown as it is. */
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

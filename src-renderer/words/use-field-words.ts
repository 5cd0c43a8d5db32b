import { useTranslations } from 'use-intl';

type Key = Parameters<ReturnType<typeof useTranslations<'settings'>>>[0];

/** The label of a settings field by its name in the contract; undefined if there is none. */
export function useFieldWords(): (field: unknown) => string | undefined {
  const t = useTranslations('settings');
  return (field) => {
    const key = `${String(field)}.label` as Key;
    return typeof field === 'string' && t.has(key) ? t(key) : undefined;
  };
}

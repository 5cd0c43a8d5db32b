import { useTranslations } from 'use-intl';

type Key = Parameters<ReturnType<typeof useTranslations<'settings'>>>[0];

/** What a field of the settings is called, by the name that the main process gives it; undefined where it has none. */
export function useFieldWords(): (field: unknown) => string | undefined {
  const t = useTranslations('settings');
  return (field) => {
    const key = `${String(field)}.label` as Key;
    return typeof field === 'string' && t.has(key) ? t(key) : undefined;
  };
}

import { useTranslations } from 'use-intl';

const kinds = ['client_secret', 'private_key', 'id_token'] as const;
const header = 'header ';

/** Secrets that must be entered again, by their labels in the settings. Other names are shown as they are. */
export function useSecretWords(): (names: readonly string[]) => string {
  const t = useTranslations('import.secret');
  const wordFor = (name: string): string => {
    const kind = kinds.find((one) => one === name);
    if (kind) return t(kind);
    return name.startsWith(header) ? t('header', { name: name.slice(header.length) }) : name;
  };
  return (names) => names.map(wordFor).join(', ');
}

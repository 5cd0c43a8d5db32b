import { useTranslations } from 'use-intl';

const kinds = ['client_secret', 'private_key', 'id_token'] as const;
const header = 'header ';

/** Secrets that did not come along, by the words of the settings in which they are entered. A name of another kind stays as it is. */
export function useSecretWords(): (names: readonly string[]) => string {
  const t = useTranslations('import.secret');
  const wordFor = (name: string): string => {
    const kind = kinds.find((one) => one === name);
    if (kind) return t(kind);
    return name.startsWith(header) ? t('header', { name: name.slice(header.length) }) : name;
  };
  return (names) => names.map(wordFor).join(', ');
}

import { useTranslations } from 'use-intl';

const kinds = ['command', 'variable'] as const;

/** What an entry of another program does besides naming a server, which Keyfob does not take over. */
export function usePartWords(): (parts: readonly string[]) => string {
  const t = useTranslations('import.part');
  const wordFor = (part: string): string => {
    if (part === 'client_id') return t('client_id');
    const kind = kinds.find((one) => part.startsWith(`${one} `));
    return kind ? t(kind, { name: part.slice(kind.length + 1) }) : part;
  };
  return (parts) => parts.map(wordFor).join(', ');
}

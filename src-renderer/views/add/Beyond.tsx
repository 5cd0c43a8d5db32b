import { Info } from 'lucide-react';
import { useTranslations } from 'use-intl';
import shared from '../../shared.module.css';
import { usePartWords } from '../../words/use-part-words.ts';
import { useSecretWords } from '../../words/use-secret-words.ts';
import css from './directory.module.css';
import type { Beyond as Facts } from './use-pasted.ts';

/** What a pasted text would do beyond its address, and the servers in it that Keyfob cannot hold. */
export function Beyond({ found, missing, leftOut, local }: Facts) {
  const t = useTranslations('add.pasted');
  const words = useTranslations('import');
  const secretWords = useSecretWords();
  const partWords = usePartWords();
  const lines = [
    ...(found ? [] : [t('onlyLocal')]),
    ...(missing.length > 0 ? [t('missing', { names: secretWords(missing) })] : []),
    ...(leftOut.length > 0 ? [`${words('leftOut', { names: partWords(leftOut) })}.`] : []),
    ...(local.length > 0 ? [`${words('local', { names: local.join(', ') })}.`] : []),
  ];
  if (lines.length === 0) return null;
  return (
    <p className={shared['foundLine']} data-tone="amber" role="status">
      <Info size={14} aria-hidden /> <span className={css['lines']}>{lines.join('\n')}</span>
    </p>
  );
}

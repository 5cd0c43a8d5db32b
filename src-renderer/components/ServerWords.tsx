import { useTranslations } from 'use-intl';
import shared from '../shared.module.css';

/** Text from a server: quoted, attributed, and always plain text. */
export function ServerWords({ from, text }: { from: string; text: string }) {
  const t = useTranslations('words');
  return (
    <p className={shared['serverWords']}>
      {t('says', { server: from })} <q>{text}</q>
    </p>
  );
}

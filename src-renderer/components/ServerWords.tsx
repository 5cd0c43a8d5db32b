import { useTranslations } from 'use-intl';
import shared from '../shared.module.css';

/** Somebody else's words: quoted, named as theirs, and never anything but text. */
export function ServerWords({ from, text }: { from: string; text: string }) {
  const t = useTranslations('words');
  return (
    <p className={shared['serverWords']}>
      {t('says', { server: from })} <q>{text}</q>
    </p>
  );
}

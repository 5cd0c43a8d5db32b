import { FileDown } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useDrop } from '../hooks/use-drop.ts';
import css from './drop-place.module.css';

/** Covers the window while something is held over it whose servers can be added. */
export function DropPlace() {
  const t = useTranslations('drop');
  const over = useDrop();
  if (!over) return null;
  return (
    <div className={css['place']} role="status">
      <p>
        <FileDown size={20} aria-hidden /> {t('here')}
      </p>
    </div>
  );
}

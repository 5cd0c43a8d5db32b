import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { CopyButton } from '../../components/CopyButton.tsx';
import { type Media, SaveButton } from './SaveButton.tsx';
import css from './tools.module.css';

interface Props {
  /** What it is, where that does not show by itself. */
  title?: string;
  /** Its text alone, where there are others beside it. */
  copy?: (() => string) | undefined;
  /** What a file can be made of. */
  save?: Media | undefined;
  children: ReactNode;
}

export function ResultPart({ title, copy, save, children }: Props) {
  const t = useTranslations('tools');
  return (
    <div className={css['part']}>
      {(title !== undefined || copy || save) && (
        <div className={css['partTop']}>
          {title !== undefined && <h4>{title}</h4>}
          {copy && <CopyButton label={t('copyPart')} text={copy} />}
          {save && <SaveButton {...save} />}
        </div>
      )}
      {children}
    </div>
  );
}

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { CopyButton } from '../../components/CopyButton.tsx';
import { type Media, SaveButton } from './SaveButton.tsx';
import css from './tools.module.css';

interface Props {
  /** The kind of part, if it is not obvious. */
  title?: string;
  /** Its own text, if there are other parts with text. */
  copy?: (() => string) | undefined;
  /** The content to save as a file. */
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

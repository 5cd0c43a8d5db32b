import { useTranslations } from 'use-intl';
import type { WiringPreview } from '../../../src-preload/contract.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Difference } from '../../components/Difference.tsx';
import shared from '../../shared.module.css';
import { commandLine } from './command-line.ts';
import css from './use-in.module.css';

/** Where something changes, and what: lines of a file, or the program's own command that changes them. */
export function PreviewedChange({ preview }: { preview: WiringPreview }) {
  const t = useTranslations('useIn');
  const { name: program, path, realPath, before, after, replaced, command, copy } = preview;
  const line = command && commandLine(command);
  return (
    <>
      {line && (
        <>
          <p>{t('command', { program })}</p>
          <div className={css['snippet']}>
            <code>{line}</code>
            <CopyButton label={t('copyCommand')} text={() => line} />
          </div>
        </>
      )}
      <div className={css['file']}>
        <p>{t(before === null ? 'newFile' : 'changes')}</p>
        <p className={shared['mono']}>{path}</p>
        {realPath !== path && (
          <p>
            {t('link')} <span className={shared['mono']}>{realPath}</span>
          </p>
        )}
      </div>
      <Difference label={t('difference', { path })} before={before} after={after} />
      {replaced !== null && <p>{t('replaces', { entry: replaced })}</p>}
      {copy !== null && (
        <p className={shared['hint']}>
          {t('copy')} <span className={shared['mono']}>{copy}</span>
        </p>
      )}
    </>
  );
}

import { Button } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApp } from '../stores/app.ts';
import css from './banner.module.css';
import { CopyButton } from './CopyButton.tsx';

/** Shown once after a start with a damaged database: what was recovered, and where the damaged file is. */
export function RecoveryBanner() {
  const t = useTranslations();
  const file = useApp((state) => state.app?.recovered?.file);
  const [read, setRead] = useState(false);
  if (file === undefined || read) return null;
  return (
    <section className={css['banner']} aria-label={t('storage.recoveredWord')}>
      <TriangleAlert size={14} aria-hidden />
      <p>
        <strong>{t('storage.recoveredWord')}.</strong>{' '}
        {t('storage.recovered', { file: file.split(/[\\/]/).at(-1) ?? file })}
      </p>
      <CopyButton text={() => file} label={t('storage.copyPath')} />
      <Button variant="default" size="compact-xs" onClick={() => setRead(true)}>
        {t('action.close')}
      </Button>
    </section>
  );
}

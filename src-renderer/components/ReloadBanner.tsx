import { Button } from '@mantine/core';
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import css from './banner.module.css';

const reasons = ['crashed', 'unresponsive', 'graphics'] as const;

/** Main loads the page with this in its address where it was lost before. */
const given = new URLSearchParams(location.search).get('again');
const again = reasons.find((reason) => reason === given);

/** Says why the window is here once more, what goes on, and what is gone. */
export function ReloadBanner() {
  const t = useTranslations();
  const [read, setRead] = useState(false);
  if (again === undefined || read) return null;
  const title = t(again === 'graphics' ? 'again.graphicsWord' : 'again.loadedWord');
  return (
    <section className={css['banner']} aria-label={title}>
      <RotateCw size={14} aria-hidden />
      <p role="status">
        <strong>{title}.</strong> {t(`again.${again}`)}
      </p>
      <Button variant="default" size="compact-xs" onClick={() => setRead(true)}>
        {t('action.close')}
      </Button>
    </section>
  );
}

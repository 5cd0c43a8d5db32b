import { Button } from '@mantine/core';
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import css from './banner.module.css';

const reasons = ['crashed', 'unresponsive', 'graphics'] as const;

/** Main adds this to the page's URL when it reloads a crashed page. */
const given = new URLSearchParams(location.search).get('again');
const again = reasons.find((reason) => reason === given);

/** Tells why the window was reloaded, what continues, and what was lost. */
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

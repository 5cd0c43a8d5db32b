import { Button } from '@mantine/core';
import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { showCalls } from '../../stores/history.ts';

/** Has the focus at first, so that the keyboard goes on from here; Escape does the same. */
export function BackToList() {
  const t = useTranslations('history');
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  useEffect(() => {
    const back = (event: KeyboardEvent) => {
      if (
        event.key !== 'Escape' ||
        event.defaultPrevented ||
        document.querySelector('[role="dialog"], [role="alertdialog"]')
      )
        return;
      showCalls([]);
    };
    window.addEventListener('keydown', back);
    return () => window.removeEventListener('keydown', back);
  }, []);
  return (
    <Button
      ref={button}
      variant="default"
      leftSection={<ArrowLeft size={14} aria-hidden />}
      onClick={() => showCalls([])}
    >
      {t('back')}
    </Button>
  );
}

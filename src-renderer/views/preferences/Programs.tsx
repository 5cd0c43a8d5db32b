import { Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import shared from '../../shared.module.css';
import { showScreen } from '../../stores/window.ts';
import { Section } from './Section.tsx';

/** Leads to the page of programs. */
export function Programs() {
  const t = useTranslations('preferences.programs');
  return (
    <Section title={t('title')}>
      <p className={shared['hint']}>{t('what')}</p>
      <Button variant="default" onClick={() => showScreen('programs')}>
        {t('open')}
      </Button>
    </Section>
  );
}

import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import type { DesktopView } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import css from './preferences.module.css';
import { Section } from './Section.tsx';
import { PartsButton } from './PartsButton.tsx';
import { openDialog } from '../../stores/window.ts';
import { newsIn } from '../../words/news.ts';

/** Versions, what is new, licences and parts, and the way to report a problem. */
export function About({ versions, build }: Pick<DesktopView, 'versions' | 'build'>) {
  const t = useTranslations('preferences');
  const { waiting, error, send } = useRequest();
  const [licences, setLicences] = useState<{ text: string | null } | null>(null);

  const turn = async () => {
    if (licences) return setLicences(null);
    const result = await send(() => request('desktop:licences'));
    if (result.ok) setLicences(result.value);
  };
  const lines = versions.map(([name, version]) => `${name} ${version}`);
  return (
    <Section title={t('about')}>
      <p>{t('aboutWhat')}</p>
      <p>
        {t('news', { version: versions[0]?.[1] ?? '' })} {newsIn(useLocale())}
      </p>
      <p className={shared['mono']}>{lines.join(' · ')}</p>
      {build.electron && <p>{t('buildElectron', build.electron)}</p>}
      {build.forTests && (
        <p>
          <strong>{t('buildForTests')}</strong>
        </p>
      )}
      <div className={shared['buttons']}>
        <Button variant="default" aria-expanded={licences !== null} loading={waiting} onClick={() => void turn()}>
          {t('licences')}
        </Button>
        <PartsButton />
        <Button variant="default" onClick={() => openDialog({ kind: 'report' })}>
          {t('report')}
        </Button>
        <CopyButton label={t('copyVersions')} text={() => lines.join('\n')} />
      </div>
      {error && <ErrorNote error={error} />}
      {licences && (licences.text === null ? <p>{t('licencesNone')}</p> : <Licences text={licences.text} />)}
    </Section>
  );
}

function Licences({ text }: { text: string }) {
  const t = useTranslations('preferences');
  return (
    <pre className={css['licences']} tabIndex={0} aria-label={t('licences')}>
      {text}
    </pre>
  );
}

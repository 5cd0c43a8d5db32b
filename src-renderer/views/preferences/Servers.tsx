import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import { openDialog } from '../../stores/window.ts';
import { Section } from './Section.tsx';

/** Exports servers for another computer, and imports them. */
export function Servers({ isExportManaged }: { isExportManaged: boolean }) {
  const t = useTranslations('preferences');
  const managed = useTranslations('managed');
  const why = useId();
  const { waiting, error, send } = useRequest();
  const [done, setDone] = useState<{ file: string; count: number } | null>(null);

  const save = async () => {
    setDone(null);
    const result = await send(() => request('servers:export'));
    if (result.ok) setDone(result.value);
  };
  return (
    <Section title={t('servers')}>
      <p>{t('serversWhat')}</p>
      <div className={shared['buttons']}>
        <Button variant="default" onClick={() => openDialog({ kind: 'import' })}>
          {t('import')}
        </Button>
        <Button
          variant="default"
          loading={waiting}
          disabled={isExportManaged}
          {...(isExportManaged && { 'aria-describedby': why })}
          onClick={() => void save()}
        >
          {t('export')}
        </Button>
      </div>
      {isExportManaged && (
        <p id={why} className={shared['hint']}>
          {managed('by')}
        </p>
      )}
      {error && <ErrorNote error={error} onRetry={() => void save()} />}
      {done && <p role="status">{t('exported', done)}</p>}
    </Section>
  );
}

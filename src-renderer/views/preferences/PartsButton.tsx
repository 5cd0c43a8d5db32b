import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';

/** Saves the list of all parts of the app (a bill of materials), for those who check what they run. */
export function PartsButton() {
  const t = useTranslations('preferences');
  const { waiting, error, send } = useRequest();
  const [said, setSaid] = useState<'saved' | 'absent' | null>(null);
  const save = async () => {
    setSaid(null);
    const result = await send(() => request('report:save-parts'));
    if (result.ok && result.value.state !== 'cancelled') setSaid(result.value.state);
  };
  return (
    <>
      <Button variant="default" loading={waiting} onClick={() => void save()}>
        {t('parts')}
      </Button>
      {said && <p role="status">{t(said === 'saved' ? 'partsSaved' : 'partsNone')}</p>}
      {error && <ErrorNote error={error} onRetry={() => void save()} />}
    </>
  );
}

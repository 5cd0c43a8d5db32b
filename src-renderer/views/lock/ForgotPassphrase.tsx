import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import css from './lock.module.css';

/** For users who have lost their passphrase. Main asks again in a native dialog. */
export function ForgotPassphrase() {
  const t = useTranslations('lock');
  const [open, setOpen] = useState(false);
  const { waiting, error, send } = useRequest();
  return (
    <div className={css['forgot']}>
      <Button variant="subtle" size="compact-xs" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('forgot')}
      </Button>
      {open && (
        <div className={shared['form']}>
          <p className={shared['hint']}>{t('forgotWhat')}</p>
          <div className={shared['buttons']}>
            <Button variant="default" loading={waiting} onClick={() => void send(() => request('lock:forget'))}>
              {t('forget')}
            </Button>
          </div>
          {error && <ErrorNote error={error} />}
        </div>
      )}
    </div>
  );
}

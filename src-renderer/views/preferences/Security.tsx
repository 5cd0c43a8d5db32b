import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import { useApp } from '../../stores/app.ts';
import { Section } from './Section.tsx';

/** Returns the focus to the button that opened the confirmation. */
const takeFocus = (button: HTMLButtonElement | null) => button?.focus();

/** Where sign-ins are stored, and rotating the key. */
export function Security() {
  const t = useTranslations('preferences');
  const kept = useApp((state) => state.app?.storage.state === 'keyring');
  const { waiting, error, send } = useRequest();
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState(false);

  const rotate = async () => {
    const result = await send(() => request('storage:rotate-key'));
    setAsking(false);
    setDone(result.ok);
  };
  return (
    <Section title={t('security')}>
      <p>{kept ? t('keyKept') : t('keyNotKept')}</p>
      {asking && <p>{t('rotateWhat')}</p>}
      <div className={shared['buttons']}>
        {asking ? (
          <>
            <Button ref={takeFocus} loading={waiting} onClick={() => void rotate()}>
              {t('rotateNow')}
            </Button>
            <Button variant="default" disabled={waiting} onClick={() => setAsking(false)}>
              {t('notNow')}
            </Button>
          </>
        ) : (
          <Button
            variant="default"
            disabled={!kept}
            onClick={() => {
              setDone(false);
              setAsking(true);
            }}
          >
            {t('rotate')}
          </Button>
        )}
      </div>
      {error && <ErrorNote error={error} />}
      {done && <p role="status">{t('rotated')}</p>}
    </Section>
  );
}

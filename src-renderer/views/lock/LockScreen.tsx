import '@mantine/core/styles.layer.css';
import { Button, PasswordInput } from '@mantine/core';
import { Fingerprint, Lock } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useElapsed } from '../../hooks/use-now.ts';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import { setLock, useLock } from '../../stores/lock.ts';
import { PassphraseForm } from '../preferences/PassphraseForm.tsx';
import { ForgotPassphrase } from './ForgotPassphrase.tsx';
import css from './lock.module.css';

/** The only view while Keyfob is locked; shows none of its content. */
export default function LockScreen() {
  const t = useTranslations('lock');
  const { lock, opensAt } = useLock();
  const elapsed = useElapsed();
  const [passphrase, setPassphrase] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const { waiting, error, send } = useRequest();
  const pause = Math.max(0, Math.ceil((opensAt - elapsed) / 1000));

  // The passphrase is the only input here.
  useEffect(() => field.current?.focus(), []);

  const unlock = async (event: FormEvent) => {
    event.preventDefault();
    const result = await send(() => request('lock:unlock', { passphrase }));
    if (result.ok) return;
    setPassphrase('');
    field.current?.focus();
    const view = await request('lock:describe');
    if (view.ok) setLock(view.value);
  };
  if (lock?.needsPassphrase)
    return (
      <main className={css['screen']}>
        <div className={css['box']}>
          <Lock size={28} aria-hidden />
          <h1>{t('title')}</h1>
          <p>{t('required')}</p>
          <PassphraseForm task="choose" />
          <Button variant="subtle" size="compact-xs" onClick={() => void request('app:quit')}>
            {t('quit')}
          </Button>
        </div>
      </main>
    );
  return (
    <main className={css['screen']}>
      <form className={css['box']} onSubmit={(event) => void unlock(event)} noValidate>
        <Lock size={28} aria-hidden />
        <h1>{t('title')}</h1>
        <p>{t('what')}</p>
        <PasswordInput
          ref={field}
          label={t('passphrase')}
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-label': t('show') }}
          error={error !== null}
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
        {error && <ErrorNote error={error} />}
        <div className={shared['buttons']}>
          <Button type="submit" loading={waiting} disabled={passphrase === '' || pause > 0}>
            {pause > 0 ? t('paused', { seconds: pause }) : t('unlock')}
          </Button>
          {lock?.system && (
            <Button
              variant="default"
              leftSection={<Fingerprint size={14} aria-hidden />}
              onClick={() => void send(() => request('lock:unlock-by-system'))}
            >
              {t('bySystem')}
            </Button>
          )}
        </div>
        <ForgotPassphrase />
        <Button variant="subtle" size="compact-xs" onClick={() => void request('app:quit')}>
          {t('quit')}
        </Button>
      </form>
    </main>
  );
}

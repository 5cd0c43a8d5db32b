import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import shared from '../../shared.module.css';
import css from './preferences.module.css';

/** Sets, changes or removes the passphrase. */
export type PassphraseTask = 'choose' | 'change' | 'remove';

interface Props {
  task: PassphraseTask;
  /** Missing: the form cannot be left without a passphrase. */
  onEnd?: () => void;
}

/** Asks for the current passphrase and twice for the new one, because the input is hidden. */
export function PassphraseForm({ task, onEnd }: Props) {
  const t = useTranslations('lock');
  const [current, setCurrent] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const { waiting, error, send } = useRequest();
  const asksBefore = task !== 'choose';
  const asksNew = task !== 'remove';
  const differs = again !== '' && again !== passphrase;
  const complete = (!asksBefore || current !== '') && (!asksNew || (passphrase !== '' && again === passphrase));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!complete) return;
    const result = await send(() =>
      asksNew
        ? request('lock:set-up', { passphrase, ...(asksBefore && { current }) })
        : request('lock:remove', { passphrase: current }),
    );
    if (result.ok) onEnd?.();
  };
  return (
    <form className={css['passphrase']} onSubmit={(event) => void submit(event)} noValidate>
      {asksBefore && <Field label={t('current')} value={current} onChange={setCurrent} first />}
      {asksNew && (
        <>
          <Field
            label={task === 'choose' ? t('passphrase') : t('new')}
            description={t('rule')}
            value={passphrase}
            onChange={setPassphrase}
            first={!asksBefore}
          />
          <Field label={t('repeat')} value={again} onChange={setAgain} error={differs ? t('differs') : false} />
        </>
      )}
      {error && <ErrorNote error={error} />}
      <div className={shared['buttons']}>
        <Button type="submit" loading={waiting} disabled={!complete}>
          {t(`do.${task}`)}
        </Button>
        {onEnd && (
          <Button variant="default" onClick={onEnd}>
            {t('cancel')}
          </Button>
        )}
      </div>
    </form>
  );
}

interface FieldProps {
  label: string;
  description?: string;
  value: string;
  error?: string | false;
  /** The user opened the form to type in it. */
  first?: boolean;
  onChange: (value: string) => void;
}

const takeFocus = (field: HTMLInputElement | null) => field?.focus();

function Field({ onChange, first = false, ...rest }: FieldProps) {
  const t = useTranslations('lock');
  return (
    <PasswordInput
      {...rest}
      {...(first && { ref: takeFocus })}
      autoComplete="new-password"
      visibilityToggleButtonProps={{ 'aria-label': t('show') }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

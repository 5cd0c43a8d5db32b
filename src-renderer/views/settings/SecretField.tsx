import { Button, PasswordInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { DraftFault } from './draft-faults.ts';
import css from './settings.module.css';

interface Props {
  name: 'clientSecret' | 'idToken';
  saved: boolean;
  fault: DraftFault | undefined;
  /** Undefined: what is saved stays. */
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

/** A secret is typed and never shown again: where one is saved, it can be replaced or removed. */
export function SecretField({ name, saved, fault, value, onChange }: Props) {
  const t = useTranslations('settings');
  if (saved && value === undefined) {
    return (
      <div className={css['savedSecret']}>
        <span>{t(`${name}.label`)}</span>
        <span>{t('secret.saved')}</span>
        <Button variant="subtle" size="compact-xs" onClick={() => onChange('')}>
          {t('secret.replace')}
        </Button>
      </div>
    );
  }
  return (
    <PasswordInput
      label={t(`${name}.label`)}
      description={saved && value === '' ? t('secret.removes') : t(`${name}.help`)}
      autoComplete="off"
      error={fault && t(`fault.${fault}`)}
      visibilityToggleButtonProps={{ 'aria-label': t('secret.show') }}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

import { Button, PasswordInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { DraftFault } from './draft-faults.ts';
import { SavedSecret } from './SavedSecret.tsx';
import css from './settings.module.css';

interface Props {
  name: 'clientSecret' | 'idToken';
  saved: boolean;
  fault: DraftFault | undefined;
  /** Undefined: keeps the saved value. Null: removes it. */
  value: string | null | undefined;
  onChange: (value: string | null | undefined) => void;
}

/** A secret is never displayed again after saving; it can be replaced or removed. */
export function SecretField({ name, saved, fault, value, onChange }: Props) {
  const t = useTranslations('settings');
  const label = t(`${name}.label`);
  const field = useRef<HTMLInputElement>(null);
  const replaces = saved && typeof value === 'string';
  const replaced = useRef(replaces);
  // Replacing it opens an empty field, which gets the focus.
  useEffect(() => {
    if (replaces && !replaced.current) field.current?.focus();
    replaced.current = replaces;
  }, [replaces]);
  if (saved && !replaces) {
    return (
      <SavedSecret
        label={label}
        what={t('secret.saved')}
        fault={fault && t(`fault.${fault}`)}
        removed={value === null}
        onReplace={() => onChange('')}
        onRemove={() => onChange(null)}
        onKeep={() => onChange(undefined)}
      />
    );
  }
  return (
    <div className={css['secret']}>
      <PasswordInput
        label={label}
        description={t(`${name}.help`)}
        autoComplete="off"
        ref={field}
        error={fault && t(`fault.${fault}`)}
        visibilityToggleButtonProps={{ 'aria-label': t('secret.show') }}
        value={value ?? ''}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {saved && (
        <Button variant="subtle" size="compact-xs" onClick={() => onChange(undefined)}>
          {t('secret.keep')}
        </Button>
      )}
    </div>
  );
}

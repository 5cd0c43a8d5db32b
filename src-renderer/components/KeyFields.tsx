import { PasswordInput, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { isKey, type KeyPlace } from '../../src-preload/contract.ts';

/** A key as the user types it. */
export interface TypedKey {
  key: string;
  /** For basic authentication. */
  user: string;
}

export const noKey: TypedKey = { key: '', user: '' };

/** The input of `connections:use-key` besides the server; undefined if the key cannot be sent. */
export function keyInput(place: KeyPlace, { key, user }: TypedKey): { key: string; user?: string } | undefined {
  const typed = place === 'basic' ? { key, user: user.trim() } : { key: key.trim() };
  return isKey(place, typed.key, user.trim()) ? typed : undefined;
}

interface Props {
  place: KeyPlace;
  value: TypedKey;
  onChange: (value: TypedKey) => void;
  /** The user has tried to save it. */
  tried: boolean;
}

/** A field for a key, or for user and password. */
export function KeyFields({ place, value, onChange, tried }: Props) {
  const t = useTranslations('key');
  const isBasic = place === 'basic';
  const isWrong = value.key !== '' && (tried || !isBasic) && keyInput(place, value) === undefined;
  return (
    <>
      {isBasic && (
        <TextInput
          label={t('user')}
          autoComplete="off"
          spellCheck={false}
          value={value.user}
          onChange={(event) => onChange({ ...value, user: event.currentTarget.value })}
        />
      )}
      <PasswordInput
        label={t(isBasic ? 'password' : 'label')}
        description={t('help')}
        autoComplete="off"
        error={isWrong && t(isBasic ? 'faultBasic' : 'fault')}
        visibilityToggleButtonProps={{ 'aria-label': t('show') }}
        value={value.key}
        onChange={(event) => onChange({ ...value, key: event.currentTarget.value })}
      />
    </>
  );
}

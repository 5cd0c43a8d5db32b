import { TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { TypedSetting } from '../../stores/draft.ts';
import type { FieldsProps } from './fields.ts';

interface Props extends Pick<FieldsProps, 'draft' | 'faults' | 'onChange'> {
  name: TypedSetting;
  placeholder?: string;
}

/** A text field of the draft, with its label and error. */
export function TextField({ name, draft, faults, onChange, placeholder }: Props) {
  const t = useTranslations('settings');
  const fault = faults[name];
  return (
    <TextInput
      label={t(`${name}.label`)}
      description={t(`${name}.help`)}
      {...(placeholder !== undefined && { placeholder })}
      spellCheck={false}
      autoComplete="off"
      error={fault && t(`fault.${fault}`)}
      value={draft[name]}
      onChange={(event) => onChange({ [name]: event.currentTarget.value })}
    />
  );
}

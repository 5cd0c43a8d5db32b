import { useTranslations } from 'use-intl';
import { callSettingNames } from '../../../src-preload/contract.ts';
import type { FieldsProps } from './fields.ts';
import { HeaderRows } from './HeaderRows.tsx';
import { TextField } from './TextField.tsx';

/** The settings that do not concern signing in, in the order of their table. */
export function CallFields(props: FieldsProps) {
  const t = useTranslations('settings');
  return callSettingNames.map((name) => {
    if (name === 'headers') return <HeaderRows key={name} {...props} />;
    const placeholder = name === 'callTimeout' && { placeholder: t('callTimeout.usual') };
    return <TextField key={name} {...props} name={name} {...placeholder} />;
  });
}

import { useTranslations } from 'use-intl';
import type { FieldsProps } from './fields.ts';
import { HeaderRows } from './HeaderRows.tsx';
import { TextField } from './TextField.tsx';

/** Settings that do not concern signing in. */
export function CallFields(props: FieldsProps) {
  const t = useTranslations('settings');
  return (
    <>
      <TextField {...props} name="toolPrefix" />
      <TextField {...props} name="callTimeout" placeholder={t('callTimeout.usual')} />
      <HeaderRows {...props} />
      <TextField {...props} name="note" />
    </>
  );
}

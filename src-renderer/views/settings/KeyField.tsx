import { Textarea } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { Choice } from './Choice.tsx';
import type { FieldsProps } from './fields.ts';

/** The key of `private_key_jwt`: generated, or pasted. Once it is saved, its public half can be copied. */
export function KeyField({ draft, faults, onChange, saved }: FieldsProps) {
  const t = useTranslations('settings');
  const options = [
    ['saved', saved.privateKey ? t('privateKey.saved') : t('privateKey.none')],
    ['generate', t('privateKey.generate')],
    ['pem', t('privateKey.pem')],
  ] as const;
  return (
    <>
      <Choice
        label={t('privateKey.label')}
        help={t('privateKey.help')}
        error={faults.privateKey && t(`fault.${faults.privateKey}`)}
        value={draft.privateKey}
        options={options}
        onChoose={(privateKey) => onChange({ privateKey })}
      />
      {draft.privateKey === 'pem' && (
        <Textarea
          label={t('pem.label')}
          description={t('pem.help')}
          placeholder="-----BEGIN PRIVATE KEY-----"
          spellCheck={false}
          autoComplete="off"
          error={faults.pem && t(`fault.${faults.pem}`)}
          value={draft.pem}
          onChange={(event) => onChange({ pem: event.currentTarget.value })}
        />
      )}
    </>
  );
}

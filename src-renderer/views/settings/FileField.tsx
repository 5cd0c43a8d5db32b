import { Button, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { request } from '../../bridge.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { useRequest } from '../../hooks/use-request.ts';
import type { FieldsProps } from './fields.ts';

/**
 * The file with the workload's token. Only shown, and chosen in the system's dialog: a page cannot name a file that is
 * then read and sent.
 */
export function FileField({ draft, faults, onChange }: FieldsProps) {
  const t = useTranslations('settings');
  const choosing = useRequest();
  const fault = faults.assertionFile;
  const choose = async () => {
    const result = await choosing.send(() => request('servers:choose-file'));
    if (result.ok && result.value.path !== null) onChange({ assertionFile: result.value.path });
  };
  return (
    <>
      <TextInput
        label={t('assertionFile.label')}
        description={t('assertionFile.help')}
        readOnly
        spellCheck={false}
        error={fault && t(`fault.${fault}`)}
        value={draft.assertionFile}
      />
      <div>
        <Button variant="default" loading={choosing.waiting} onClick={() => void choose()}>
          {t('assertionFile.choose')}
        </Button>
      </div>
      {choosing.error && <ErrorNote error={choosing.error} />}
    </>
  );
}

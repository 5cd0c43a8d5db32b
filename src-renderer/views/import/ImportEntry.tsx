import { Checkbox } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { ImportEntryView } from '../../../src-preload/contract.ts';
import { hostOf } from '../../words/host-of.ts';
import { useErrorWords } from '../../words/use-error-words.ts';
import { usePartWords } from '../../words/use-part-words.ts';
import { useSecretWords } from '../../words/use-secret-words.ts';
import css from './clients.module.css';
import { ImportedSettings } from './ImportedSettings.tsx';
import type { ChosenEntries } from './use-chosen-entries.ts';

interface Props {
  entry: ImportEntryView;
  choice: ChosenEntries;
  /** Why adding it failed. */
  failure: ImportEntryView['error'];
}

/** One server to import with a checkbox and its settings, or the reason why it cannot be imported. */
export function ImportEntry({ entry, choice, failure }: Props) {
  const t = useTranslations('import');
  const errorWords = useErrorWords();
  const secretWords = useSecretWords();
  const { index, name, url, state, missing, leftOut = [], enabled, settings, error = failure } = entry;
  const partWords = usePartWords();
  const reasons = error
    ? [errorWords(error, { name, host: hostOf(url) }).what]
    : state === 'there'
      ? [t('there')]
      : [
          enabled ? '' : t('turnedOff'),
          missing.length > 0 ? t('missing', { names: secretWords(missing) }) : '',
          leftOut.length > 0 ? t('leftOut', { names: partWords(leftOut) }) : '',
        ];
  const open = state === 'new' && failure === undefined;
  return (
    <div className={css['entry']} role="group" aria-label={name}>
      <Checkbox
        size="xs"
        label={name}
        description={[url, ...reasons].filter(Boolean).join(' · ')}
        disabled={!open}
        checked={choice.chosen.has(index)}
        onChange={(event) => choice.choose([index], event.currentTarget.checked)}
      />
      {open && Object.keys(settings).length > 0 && (
        <ImportedSettings
          entry={entry}
          agreed={choice.agreed.has(index)}
          onAgree={(wanted) => choice.agree(index, wanted)}
        />
      )}
    </div>
  );
}

import { Checkbox } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { ImportResultView, ImportSourceView } from '../../../src-preload/contract.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import shared from '../../shared.module.css';
import css from './clients.module.css';
import { ImportEntry } from './ImportEntry.tsx';
import type { ChosenEntries } from './use-chosen-entries.ts';

interface Props {
  source: ImportSourceView;
  choice: ChosenEntries;
  /** The result of the import: only failed entries are shown then. */
  result: ImportResultView | null;
}

/** The servers of one client or file. */
export function ImportSource({ source, choice, result }: Props) {
  const t = useTranslations('import');
  const { name, error } = source;
  const failureOf = (index: number) => result?.failed.find((failed) => failed.index === index)?.error;
  const entries = result ? source.entries.filter(({ index }) => failureOf(index)) : source.entries;
  const local = result ? [] : source.local;
  if (result && entries.length === 0) return null;
  const news = entries.filter(({ state }) => state === 'new').map(({ index }) => index);
  const ticked = news.filter((index) => choice.chosen.has(index)).length;
  return (
    <fieldset className={css['source']}>
      <legend>{name || t('fromText')}</legend>
      {!result && news.length > 1 && (
        <Checkbox
          size="xs"
          label={t('all', { count: news.length })}
          checked={ticked === news.length}
          indeterminate={ticked > 0 && ticked < news.length}
          onChange={(event) => choice.choose(news, event.currentTarget.checked)}
        />
      )}
      {entries.map((entry) => (
        <ImportEntry key={entry.index} entry={entry} choice={choice} failure={failureOf(entry.index)} />
      ))}
      {local.length > 0 && <p className={shared['hint']}>{t('local', { names: local.join(', ') })}</p>}
      {error && <ErrorNote error={error} server={{ name, host: name }} />}
    </fieldset>
  );
}

import { Checkbox } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { ImportEntryView, ImportResultView, ImportSourceView } from '../../../src-preload/contract.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import shared from '../../shared.module.css';
import { hostOf } from '../../words/host-of.ts';
import { useErrorWords } from '../../words/use-error-words.ts';
import css from './clients.module.css';

interface Props {
  source: ImportSourceView;
  chosen: ReadonlySet<number>;
  onChoose: (indexes: number[], wanted: boolean) => void;
  /** What came of adding them: only what did not work is looked at then. */
  result: ImportResultView | null;
}

/** What one program or file has: each server with a box to tick, and why it has none. */
export function ImportSource({ source, chosen, onChoose, result }: Props) {
  const t = useTranslations('bring');
  const { name, error } = source;
  const failureOf = (index: number) => result?.failed.find((failed) => failed.index === index)?.error;
  const entries = result ? source.entries.filter(({ index }) => failureOf(index)) : source.entries;
  const local = result ? [] : source.local;
  if (result && entries.length === 0) return null;
  const news = entries.filter(({ state }) => state === 'new').map(({ index }) => index);
  const ticked = news.filter((index) => chosen.has(index)).length;
  return (
    <fieldset className={css['source']}>
      <legend>{name}</legend>
      {!result && news.length > 1 && (
        <Checkbox
          size="xs"
          label={t('all', { count: news.length })}
          checked={ticked === news.length}
          indeterminate={ticked > 0 && ticked < news.length}
          onChange={(event) => onChoose(news, event.currentTarget.checked)}
        />
      )}
      {entries.map((entry) => (
        <Entry
          key={entry.index}
          entry={entry}
          checked={chosen.has(entry.index)}
          onChange={(wanted) => onChoose([entry.index], wanted)}
          failure={failureOf(entry.index)}
        />
      ))}
      {local.length > 0 && <p className={shared['hint']}>{t('local', { names: local.join(', ') })}</p>}
      {error && <ErrorNote error={error} server={{ name, host: name }} />}
    </fieldset>
  );
}

interface EntryProps {
  entry: ImportEntryView;
  checked: boolean;
  onChange: (wanted: boolean) => void;
  failure: ImportEntryView['error'];
}

function Entry({ entry, checked, onChange, failure }: EntryProps) {
  const t = useTranslations('bring');
  const errorWords = useErrorWords();
  const { name, url, state, missing, error = failure } = entry;
  const reason = error
    ? errorWords(error, { name, host: hostOf(url) }).what
    : state === 'there'
      ? t('there')
      : missing.length > 0
        ? t('missing', { names: missing.join(', ') })
        : '';
  return (
    <Checkbox
      size="xs"
      label={name}
      description={[url, reason].filter(Boolean).join(' · ')}
      disabled={state !== 'new' || failure !== undefined}
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

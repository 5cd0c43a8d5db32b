import { Button, Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ErrorView, ServerView } from '../../src-preload/contract.ts';
import { ErrorNote } from './ErrorNote.tsx';
import { EntryList, type Entry } from './EntryList.tsx';
import css from './entry-list.module.css';

interface Props {
  server: ServerView;
  words: Parameters<typeof EntryList>[0]['words'] & { loading: string; none: string; choose: string };
  field: string;
  /** Null until they are listed. */
  entries: Entry[] | null;
  asking: boolean;
  error: ErrorView | null;
  chosen: string | undefined;
  onChoose: (id: string) => void;
  onRefresh: () => void;
  /** What the list lacks, in sentences. */
  notes: string[];
  /** The chosen entry; undefined if none is. */
  children: ReactNode;
}

/** A page of a server: what it lists on the left, and the chosen entry on the right. */
export function EntryTab({ server, entries, error, notes, children, words, ...list }: Props) {
  const { asking, onRefresh } = list;
  if (error && !entries) {
    return (
      <div className={css['message']}>
        <ErrorNote error={error} server={server} onRetry={onRefresh} />
        <Button variant="default" loading={asking} onClick={onRefresh}>
          {words.refresh}
        </Button>
      </div>
    );
  }
  if (!entries) {
    return (
      <p className={css['message']}>
        <span>
          <Loader size={12} aria-hidden /> {words.loading}
        </span>
      </p>
    );
  }
  const below = notes.map((note) => (
    <p key={note} className={css['note']}>
      {note}
    </p>
  ));
  if (entries.length === 0)
    return (
      <div className={css['message']}>
        <p>{words.none}</p>
        {below}
        <Button variant="default" loading={asking} onClick={onRefresh}>
          {words.refresh}
        </Button>
      </div>
    );
  return (
    <div className={css['split']}>
      <EntryList words={words} entries={entries} below={below} {...list} />
      <div className={css['right']}>
        {error && <ErrorNote error={error} server={server} />}
        {children ?? <p className={css['message']}>{words.choose}</p>}
      </div>
    </div>
  );
}

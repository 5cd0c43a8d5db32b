import { ActionIcon, TextInput } from '@mantine/core';
import { RefreshCw, Search } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { moveInRows } from '../hooks/move-in-rows.ts';
import { useTyped } from '../hooks/use-typed.ts';
import { placedAt, useWindowedRows } from '../hooks/use-windowed-rows.ts';
import css from './entry-list.module.css';

/** In pixels, as in the style sheet: a row, and its second line. */
const titleHeight = 26;
const markHeight = 16;

export interface Entry {
  id: string;
  name: string;
  /** The second line. */
  mark?: string | undefined;
  /** What is searched besides name and mark. */
  words?: string | undefined;
}

interface Props {
  words: { label: string; search: string; refresh: string; noMatch: (search: string) => string };
  /** Of the search, unique. */
  field: string;
  entries: Entry[];
  asking: boolean;
  chosen: string | undefined;
  onChoose: (id: string) => void;
  onRefresh: () => void;
  /** Shown under the entries. */
  below?: ReactNode;
}

/** What a server lists, to choose one from: searched, and drawn as far as it is in view. */
export function EntryList({ words, field, entries, asking, chosen, onChoose, onRefresh, below }: Props) {
  const [search, setSearch] = useTyped(field, '');
  const wanted = search.trim().toLocaleLowerCase();
  const texts = useMemo(
    () => entries.map(({ name, mark, words: more }) => `${name}\n${mark ?? ''}\n${more ?? ''}`.toLocaleLowerCase()),
    [entries],
  );
  const shown = useMemo(() => entries.filter((_, index) => texts[index]?.includes(wanted)), [entries, texts, wanted]);
  const ids = useMemo(() => shown.map(({ id }) => id), [shown]);
  const reachable = Math.max(chosen === undefined ? 0 : ids.indexOf(chosen), 0);
  const { scroller, rows, height, onFocus, focusOn } = useWindowedRows({
    ids,
    sizeOf: (index) => titleHeight + (shown[index]?.mark ? markHeight : 0),
    reachable,
  });
  return (
    <nav
      className={css['list']}
      aria-label={words.label}
      onKeyDown={(event) => moveInRows(event, { count: ids.length, focusOn })}
    >
      <div className={css['top']}>
        <TextInput
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          leftSection={<Search size={14} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <ActionIcon aria-label={words.refresh} title={words.refresh} loading={asking} onClick={onRefresh}>
          <RefreshCw size={14} aria-hidden />
        </ActionIcon>
      </div>
      {shown.length === 0 && wanted && <p className={css['note']}>{words.noMatch(search.trim())}</p>}
      <div ref={scroller} className={css['rows']} onFocus={onFocus}>
        <ul style={height === undefined ? undefined : { height }}>
          {rows.map(({ index, start }) => {
            const entry = shown[index];
            return (
              entry && (
                <li
                  key={entry.id}
                  aria-posinset={index + 1}
                  aria-setsize={shown.length}
                  style={placedAt(height === undefined ? undefined : start)}
                >
                  <button
                    type="button"
                    className={css['row']}
                    data-tool-row
                    data-index={index}
                    aria-current={entry.id === chosen ? 'true' : undefined}
                    tabIndex={index === reachable ? 0 : -1}
                    title={entry.name}
                    onClick={() => onChoose(entry.id)}
                  >
                    <span>{entry.name}</span>
                    {entry.mark && <span className={css['mark']}>{entry.mark}</span>}
                  </button>
                </li>
              )
            );
          })}
        </ul>
      </div>
      {below}
    </nav>
  );
}

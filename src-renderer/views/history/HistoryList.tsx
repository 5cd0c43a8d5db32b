import { Button, Loader, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { moveInRows } from '../../hooks/move-in-rows.ts';
import { placedAt, useWindowedRows } from '../../hooks/use-windowed-rows.ts';
import { useTyped } from '../../hooks/use-typed.ts';
import { loadHistory, useHistory } from '../../stores/history.ts';
import { CallRow } from './CallRow.tsx';
import { HistoryFilters } from './HistoryFilters.tsx';
import { HistoryNotes } from './HistoryNotes.tsx';
import { SelectedCalls } from './SelectedCalls.tsx';
import { useFoundCalls } from './use-found-calls.ts';
import css from './history.module.css';

/** In pixels, as in the style sheet. */
const rowHeight = 34;
const columns = ['tool', 'server', 'outcome', 'time', 'duration', 'program'] as const;

export function HistoryList() {
  const t = useTranslations('history');
  const { calls, more, isLoaded, asking, error, isStale, selected } = useHistory();
  const [text, setText] = useTyped('history search', '');
  const found = useFoundCalls(calls, text.trim());
  const shown = useMemo(() => (found.ids ? calls.filter(({ id }) => found.ids?.has(id)) : calls), [calls, found.ids]);
  const ids = useMemo(() => shown.map(({ id }) => String(id)), [shown]);
  const { scroller, rows, height, onFocus, focusOn } = useWindowedRows({ ids, sizeOf: () => rowHeight, reachable: 0 });
  const isSelected = new Set(selected);
  useEffect(() => {
    const at = ids.indexOf(String(useHistory.getState().lastShown));
    if (at >= 0) queueMicrotask(() => focusOn(at));
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once, when the list is shown again
  }, []);
  return (
    <>
      <HistoryFilters />
      <div className={css['find']}>
        <TextInput
          type="search"
          aria-label={t('find')}
          placeholder={t('find')}
          leftSection={<Search size={14} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <SelectedCalls />
      </div>
      <HistoryNotes />
      {error && <ErrorNote error={error} onRetry={() => void loadHistory()} />}
      {found.error && <ErrorNote error={found.error} />}
      <p role="status" className={css['count']}>
        {isLoaded && !found.asking ? (
          calls.length === 0 ? null : (
            t(more && !found.ids ? 'countMore' : 'count', { count: shown.length })
          )
        ) : (
          <>
            <Loader size={12} aria-hidden /> {t('loading')}
          </>
        )}
        {isStale && (
          <Button variant="subtle" size="compact-xs" onClick={() => void loadHistory()}>
            {t('newer')}
          </Button>
        )}
      </p>
      <div
        ref={scroller}
        className={css['body']}
        onFocus={onFocus}
        role="presentation"
        onKeyDown={(event) => moveInRows(event, { count: ids.length, focusOn })}
      >
        {shown.length > 0 && (
          <div role="table" aria-label={t('label')} aria-rowcount={more ? -1 : shown.length + 1}>
            <div role="rowgroup">
              <div role="row" className={css['head']} aria-rowindex={1}>
                <span role="columnheader">
                  <span className="visually-hidden">{t('selection')}</span>
                </span>
                {columns.map((column) => (
                  <span key={column} role="columnheader">
                    {t(column)}
                  </span>
                ))}
              </div>
            </div>
            <div role="rowgroup" className={css['rows']} style={height === undefined ? undefined : { height }}>
              {rows.map(({ index, start }) => {
                const call = shown[index];
                return (
                  call && (
                    <CallRow
                      key={call.id}
                      call={call}
                      index={index}
                      isSelected={isSelected.has(call.id)}
                      style={placedAt(height === undefined ? undefined : start)}
                    />
                  )
                );
              })}
            </div>
          </div>
        )}
        {isLoaded && shown.length === 0 && !error && !found.asking && <Nothing isSearch={text.trim() !== ''} />}
        {more && (
          <Button variant="default" className={css['more']} loading={asking} onClick={() => void loadHistory(true)}>
            {t('more')}
          </Button>
        )}
      </div>
    </>
  );
}

function Nothing({ isSearch }: { isSearch: boolean }) {
  const t = useTranslations('history');
  const filter = useHistory((state) => state.filter);
  const isFiltered = isSearch || Object.keys(filter).length > 0;
  return <p className={css['nothing']}>{t(isFiltered ? 'noMatch' : 'none')}</p>;
}

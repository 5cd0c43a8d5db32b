import {
  columnVisibilityFeature,
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Json } from '../../../src-preload/contract.ts';
import { moveInRows } from '../../hooks/move-in-rows.ts';
import { useWindowedRows } from '../../hooks/use-windowed-rows.ts';
import { findFieldMark } from './find-in-result.ts';
import { OpenedRow } from './OpenedRow.tsx';
import { ResultExports } from './ResultExports.tsx';
import css from './result-table.module.css';
import { shownText } from './shown-text.ts';
import { TableColumns } from './TableColumns.tsx';
import { TableHead } from './TableHead.tsx';
import { TableRow } from './TableRow.tsx';
import { cellOf, columnsOf, compareCells, rowHas } from './table-columns.ts';

const features = tableFeatures({
  columnVisibilityFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
});
const helper = createColumnHelper<typeof features, Row>();

/** A row with its place in the result, which sorting and filtering do not change. */
interface Row {
  at: number;
  value: Json;
}

/** In pixels, as in the style sheet. */
const rowHeight = 28;

/** A list of objects as a table: sorted by its head, filtered by a text, with the columns that are wanted. */
export default function ResultTable({ rows, label }: { rows: Json[]; label: string }) {
  const t = useTranslations('tools.table');
  const [filter, setFilter] = useState('');
  const wanted = useDeferredValue(filter.trim().toLocaleLowerCase());
  const [opened, setOpened] = useState<number>();
  const opener = useRef<HTMLElement>(null);
  const { columns, leftOut } = useMemo(() => columnsOf(rows), [rows]);
  const data = useMemo(() => {
    const all = rows.map((value, at): Row => ({ at, value }));
    return wanted === '' ? all : all.filter(({ value }) => rowHas(value, wanted));
  }, [rows, wanted]);
  const definitions = useMemo(
    () =>
      columns.map(({ id, name }) =>
        // Rows without a value are last in both directions.
        helper.accessor(({ value }): unknown => cellOf(value, name) ?? undefined, {
          id,
          header: name ?? '',
          sortUndefined: 'last',
          sortDescFirst: false,
          sortFn: (a, b) => compareCells(cellOf(a.original.value, name), cellOf(b.original.value, name)),
        }),
      ),
    [columns],
  );
  const table = useTable({
    features,
    columns: definitions,
    data,
    initialState: {
      columnVisibility: Object.fromEntries(columns.map(({ id, isShownAtFirst }) => [id, isShownAtFirst])),
    },
  });
  const { columnVisibility, sorting } = table.state;
  const shown = useMemo(() => columns.filter(({ id }) => columnVisibility[id] !== false), [columns, columnVisibility]);
  const sorted = table.getRowModel().rows;
  const ids = useMemo(() => sorted.map(({ original }) => String(original.at)), [sorted]);
  const values = () => sorted.map(({ original }) => original.value);
  const [sort] = sorting;
  const {
    scroller,
    rows: drawn,
    height,
    onFocus,
    focusOn,
  } = useWindowedRows({
    ids,
    sizeOf: () => rowHeight,
    reachable: 0,
  });
  const close = () => {
    setOpened(undefined);
    opener.current?.focus();
  };
  const width = shown.reduce((sum, column) => sum + column.width, 56);
  return (
    <div className={css['whole']}>
      <div className={css['top']}>
        <TextInput
          type="search"
          aria-label={t('filter')}
          placeholder={t('filter')}
          leftSection={<Search size={14} aria-hidden />}
          value={filter}
          {...findFieldMark}
          onKeyDown={(event) => moveInRows(event, { count: ids.length, focusOn })}
          onChange={({ currentTarget }) => setFilter(currentTarget.value)}
        />
        <span aria-live="polite">
          {t(sorted.length === rows.length ? 'count' : 'countOf', { shown: sorted.length, total: rows.length })}
        </span>
        <TableColumns
          columns={columns}
          shown={new Set(shown.map(({ id }) => id))}
          onChange={(id, isShown) => table.setColumnVisibility((before) => ({ ...before, [id]: isShown }))}
        />
        <ResultExports json={values} table={() => ({ rows: values(), columns: shown })} />
      </div>
      {leftOut > 0 && <p className={css['note']}>{t('columnsCut', { shown: columns.length, count: leftOut })}</p>}
      <p aria-live="polite" className="visually-hidden">
        {sort && t(sort.desc ? 'sortedDown' : 'sortedUp', { column: nameOf(columns, sort.id) || t('value') })}
      </p>
      <div
        ref={scroller}
        className={css['scroller']}
        data-opened={opened !== undefined}
        role="table"
        aria-label={label}
        aria-rowcount={sorted.length + 1}
        aria-colcount={shown.length + 1}
        onFocus={onFocus}
        onKeyDown={(event) => moveInRows(event, { count: ids.length, focusOn })}
      >
        <TableHead
          columns={shown}
          width={width}
          sort={sort}
          onSort={(id) => table.getColumn(id)?.toggleSorting(undefined, false)}
        />
        <div role="rowgroup" className={css['body']} style={{ height: height ?? sorted.length * rowHeight, width }}>
          {drawn.map(({ index }) => {
            const row = sorted[index]?.original;
            return (
              row && (
                <TableRow
                  key={row.at}
                  value={row.value}
                  at={row.at}
                  index={index}
                  top={index * rowHeight}
                  columns={shown}
                  isOpen={row.at === opened}
                  isReachable={index === 0}
                  onOpen={(button) => {
                    opener.current = button;
                    setOpened(row.at);
                  }}
                />
              )
            );
          })}
        </div>
        {sorted.length === 0 && <p className={css['note']}>{t('noMatch', { search: filter.trim() })}</p>}
      </div>
      {opened !== undefined && (
        <OpenedRow key={opened} number={opened + 1} value={rows[opened] ?? null} onClose={close} />
      )}
    </div>
  );
}

function nameOf(columns: { id: string; name: string | undefined }[], id: string): string {
  return shownText(columns.find((column) => column.id === id)?.name ?? '');
}

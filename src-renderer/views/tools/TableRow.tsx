import { memo } from 'react';
import { useTranslations } from 'use-intl';
import type { Json } from '../../../src-preload/contract.ts';
import css from './result-table.module.css';
import { cellOf, shortText, type TableColumn } from './table-columns.ts';

interface Props {
  value: Json;
  /** Its place in the result. */
  at: number;
  /** Its place in the table. */
  index: number;
  /** In pixels. */
  top: number;
  columns: readonly TableColumn[];
  isOpen: boolean;
  isReachable: boolean;
  onOpen: (button: HTMLElement) => void;
}

/** Memoized but for what it does: scrolling draws new rows alone. */
export const TableRow = memo(
  function TableRow({ value, at, index, top, columns, isOpen, isReachable, onOpen }: Props) {
    const t = useTranslations('tools.table');
    return (
      // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the button in the row does the same by key
      <div
        role="row"
        aria-rowindex={index + 2}
        className={css['row']}
        data-open={isOpen}
        style={{ top }}
        onClick={({ currentTarget }) => {
          // Not where text was selected.
          const button = currentTarget.querySelector('button');
          if (button && document.getSelection()?.isCollapsed !== false) onOpen(button);
        }}
      >
        <span role="rowheader" className={css['number']}>
          <button
            type="button"
            data-index={index}
            tabIndex={isReachable ? 0 : -1}
            aria-label={t('open', { number: at + 1 })}
            aria-expanded={isOpen}
          >
            {at + 1}
          </button>
        </span>
        {columns.map((column) => (
          <Cell key={column.id} column={column} value={cellOf(value, column.name)} />
        ))}
      </div>
    );
  },
  (before, after) =>
    before.value === after.value &&
    before.index === after.index &&
    before.columns === after.columns &&
    before.isOpen === after.isOpen &&
    before.isReachable === after.isReachable,
);

function Cell({ column, value }: { column: TableColumn; value: Json | undefined }) {
  const t = useTranslations('tools.tree');
  const isPart = typeof value === 'object' && value !== null;
  const text = isPart
    ? t(Array.isArray(value) ? 'items' : 'fields', { count: Object.keys(value).length, open: '{', close: '}' })
    : shortText(value);
  return (
    <span
      role="cell"
      data-number={column.isNumber}
      data-kind={value === null ? 'null' : isPart ? 'part' : typeof value}
      style={{ width: column.width }}
      title={isPart ? text : undefined}
    >
      {text}
    </span>
  );
}

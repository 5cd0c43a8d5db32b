import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslations } from 'use-intl';
import css from './result-table.module.css';
import { shownText } from './shown-text.ts';
import type { TableColumn } from './table-columns.ts';

interface Props {
  columns: readonly TableColumn[];
  /** In pixels, of all columns together. */
  width: number;
  sort: { id: string; desc: boolean } | undefined;
  /** Sorts by a column: upwards, then downwards, then not at all. */
  onSort: (id: string) => void;
}

/** The head of a table: each column's name sorts by it. */
export function TableHead({ columns, width, sort, onSort }: Props) {
  const t = useTranslations('tools.table');
  return (
    <div role="rowgroup" className={css['head']} style={{ width }}>
      <div role="row" aria-rowindex={1}>
        <span role="columnheader" className={css['number']} aria-label={t('row')}>
          #
        </span>
        {columns.map((column) => {
          const isSorted = sort?.id === column.id;
          const Arrow = sort?.desc ? ArrowDown : ArrowUp;
          const name = column.name === undefined ? t('value') : shownText(column.name);
          return (
            <span
              key={column.id}
              role="columnheader"
              aria-sort={isSorted ? (sort.desc ? 'descending' : 'ascending') : 'none'}
              data-number={column.isNumber}
              style={{ width: column.width }}
            >
              <button type="button" onClick={() => onSort(column.id)}>
                <span title={name}>{name}</span>
                {isSorted && <Arrow size={12} aria-hidden />}
              </button>
            </span>
          );
        })}
      </div>
    </div>
  );
}

import { Button, Checkbox, Popover } from '@mantine/core';
import { Columns3 } from 'lucide-react';
import { useTranslations } from 'use-intl';
import css from './result-table.module.css';
import { shownText } from './shown-text.ts';
import type { TableColumn } from './table-columns.ts';

interface Props {
  columns: readonly TableColumn[];
  /** The ids of those that are shown. */
  shown: ReadonlySet<string>;
  onChange: (id: string, isShown: boolean) => void;
}

/** Chooses the columns of a table; one always remains. */
export function TableColumns({ columns, shown, onChange }: Props) {
  const t = useTranslations('tools.table');
  return (
    <Popover position="bottom-end" withinPortal={false} trapFocus transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <Button variant="subtle" size="compact-xs" leftSection={<Columns3 size={13} aria-hidden />}>
          {t('columns', { shown: shown.size, total: columns.length })}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={css['columns']} aria-label={t('choose')}>
        {columns.map(({ id, name }) => (
          <Checkbox
            key={id}
            size="xs"
            label={name === undefined ? t('value') : shownText(name)}
            checked={shown.has(id)}
            disabled={shown.size === 1 && shown.has(id)}
            onChange={({ currentTarget }) => onChange(id, currentTarget.checked)}
          />
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}

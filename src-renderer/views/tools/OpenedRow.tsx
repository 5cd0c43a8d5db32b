import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { Json } from '../../../src-preload/contract.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { JsonTree } from './JsonTree.tsx';
import css from './result-table.module.css';

interface Props {
  number: number;
  value: Json;
  onClose: () => void;
}

/** A row of a table with all that it has. */
export function OpenedRow({ number, value, onClose }: Props) {
  const t = useTranslations('tools.table');
  const part = useRef<HTMLElement>(null);
  const label = t('opened', { number });
  useEffect(() => part.current?.focus(), []);
  return (
    <section
      ref={part}
      className={css['opened']}
      aria-label={label}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div className={css['top']}>
        <h4>{label}</h4>
        <CopyButton label={t('copyRow')} text={() => JSON.stringify(value, null, 2)} />
        <Button variant="subtle" size="compact-xs" onClick={onClose}>
          {t('close')}
        </Button>
      </div>
      <JsonTree value={value} label={label} />
    </section>
  );
}

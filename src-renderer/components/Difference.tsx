import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { lineDifference, type DifferenceRow } from '../difference/line-difference.ts';
import { visibleText } from '../difference/visible-text.ts';
import shared from '../shared.module.css';
import css from './difference.module.css';

/** In lines. */
const page = 200;

const signs = { same: ' ', gone: '−', new: '+' } as const;

interface Props {
  label: string;
  before: string | null;
  after: string;
}

/** What changed in a text, line by line, with hidden characters made visible. */
export function Difference({ label, before, after }: Props) {
  const t = useTranslations('difference');
  const rows = useMemo(() => lineDifference(before, after), [before, after]);
  const [most, setMost] = useState(page);
  const left = rows.length - most;
  return (
    <>
      <div className={css['difference']} role="group" aria-label={label} tabIndex={0}>
        {rows.slice(0, most).map((row, index) => (
          <Line key={index} row={row} />
        ))}
      </div>
      {left > 0 && (
        <Button variant="subtle" className={shared['flush']} onClick={() => setMost(most + 10 * page)}>
          {t('showLines', { count: left })}
        </Button>
      )}
    </>
  );
}

function Line({ row }: { row: DifferenceRow }) {
  const t = useTranslations('difference');
  if (row.kind === 'skipped') return <p className={css['skipped']}>{t('skipped', { count: row.count })}</p>;
  const { kind, text } = row;
  const Shown = kind === 'new' ? 'ins' : kind === 'gone' ? 'del' : 'span';
  return (
    <p className={css['line']} data-kind={kind}>
      <span aria-hidden>{signs[kind]}</span>
      {kind !== 'same' && <span className="visually-hidden">{t(kind)}</span>}
      <Shown>
        {visibleText(text).map((part, index) =>
          part.isHidden ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
        )}
      </Shown>
    </p>
  );
}

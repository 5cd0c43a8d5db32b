import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import css from '../../components/entry-list.module.css';
import { hexLines } from './hex-lines.ts';

/** How many bytes are shown at first, and how many more with each click. */
const step = 4096;

/** Bytes that no other view shows. */
export function Bytes({ data, size }: { data: string; size: number }) {
  const t = useTranslations('resources');
  const format = useFormatter();
  const [shown, setShown] = useState(step);
  const bytes = useMemo(() => Uint8Array.from(atob(data), (letter) => letter.codePointAt(0) ?? 0), [data]);
  const text = useMemo(() => hexLines(bytes, 0, shown), [bytes, shown]);
  return (
    <div>
      <p>{t('bytes', { size: format.number(size) })}</p>
      <pre className={css['hex']} tabIndex={0} role="group" aria-label={t('hex')}>
        {text}
      </pre>
      {shown < bytes.length && (
        <Button variant="subtle" size="compact-xs" onClick={() => setShown(shown + step)}>
          {t('moreBytes', { left: format.number(bytes.length - shown) })}
        </Button>
      )}
    </div>
  );
}

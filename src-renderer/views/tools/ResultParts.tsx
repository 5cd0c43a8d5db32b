import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ServerView, ToolContentView } from '../../../src-preload/contract.ts';
import { ContentPart } from './ContentPart.tsx';
import { readParts } from './result-text.ts';
import css from './tools.module.css';

/** How many parts are rendered at first, and added by each click. */
const step = 50;
/** In characters, over all parts: beyond this, text is not parsed as JSON. */
const mostJson = 1_000_000;

interface Props {
  parts: ToolContentView[];
  /** The remaining parts as JSON, parsed on demand. */
  later: string[];
  laterCount: number;
  server: ServerView;
  isError: boolean;
  /** No other part has text to copy. */
  alone: boolean;
}

/** The parts of a result, 50 at a time, because a server may send any number. */
export function ResultParts({ parts: first, later, laterCount, server, isError, alone }: Props) {
  const t = useTranslations('tools');
  const [most, setMost] = useState(step);
  const total = first.length + laterCount;
  const shown = useMemo(() => firstParts(first, later, most), [first, later, most]);
  const readable = useMemo(() => readableParts(shown), [shown]);
  const more = Math.min(total - shown.length, step);
  return (
    <>
      {shown.map((part, index) => (
        <ContentPart
          key={index}
          part={part}
          server={server}
          isError={isError}
          alone={alone}
          asJson={readable.has(index)}
        />
      ))}
      {more > 0 && (
        <p className={css['more']}>
          {t('partsShown', { shown: shown.length, total })}{' '}
          <Button variant="subtle" size="compact-xs" onClick={() => setMost(most + step)}>
            {t('showMoreParts', { count: more })}
          </Button>
        </p>
      )}
    </>
  );
}

function firstParts(first: ToolContentView[], later: string[], most: number): ToolContentView[] {
  const parts = first.slice(0, most);
  for (const group of later) {
    if (parts.length >= most) break;
    parts.push(...readParts(group));
  }
  return parts.slice(0, most);
}

function readableParts(parts: ToolContentView[]): Set<number> {
  let letters = 0;
  return new Set(
    parts.flatMap((part, index) => {
      letters += part.type === 'text' ? part.text.length : 0;
      return letters <= mostJson ? [index] : [];
    }),
  );
}

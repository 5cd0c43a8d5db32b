import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import css from './tools.module.css';

/** Longer texts push what follows out of view, and text that alternates between fonts is slow to render. */
const most = { lines: 40, characters: 5000 };
/** How many characters each click adds: laying out millions at once blocks the window for seconds. */
const step = 100_000;

export function LongText({ text, isError }: { text: string; isError: boolean }) {
  const t = useTranslations('tools');
  const [added, setAdded] = useState(0);
  const start = startOf(text);
  const shown = added === 0 ? start : text.slice(0, start.length + added).toWellFormed();
  const left = text.length - shown.length;
  const isLong = start.length < text.length;
  return (
    <div>
      <pre className={css['text']} data-error={isError} tabIndex={0}>
        {shown}
      </pre>
      {isLong && (
        <p className={css['more']}>
          {left > 0 && t('long', { shown: shown.length, total: text.length })}{' '}
          <Button
            variant="subtle"
            size="compact-xs"
            aria-expanded={left === 0}
            onClick={() => setAdded(left > 0 ? added + step : 0)}
          >
            {left === 0 ? t('showLess') : left > step ? t('showMoreText', { count: step }) : t('showAll')}
          </Button>
        </p>
      )}
    </div>
  );
}

function startOf(text: string): string {
  const lines = text.slice(0, most.characters).split('\n');
  return lines.slice(0, most.lines).join('\n').toWellFormed();
}

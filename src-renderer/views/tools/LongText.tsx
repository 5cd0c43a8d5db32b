import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import css from './tools.module.css';

/** More pushes whatever comes after it out of sight; and text that changes fonts at every other character is slow to draw. */
const most = { lines: 40, characters: 5000 };

export function LongText({ text, isError }: { text: string; isError: boolean }) {
  const t = useTranslations('tools');
  const [all, setAll] = useState(false);
  const start = startOf(text);
  const isLong = start.length < text.length;
  return (
    <div>
      <pre className={css['text']} data-error={isError} tabIndex={0}>
        {all ? text : start}
      </pre>
      {isLong && (
        <p className={css['more']}>
          {!all && t('long', { shown: start.length, total: text.length })}{' '}
          <Button variant="subtle" size="compact-xs" aria-expanded={all} onClick={() => setAll(!all)}>
            {t(all ? 'showLess' : 'showAll')}
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

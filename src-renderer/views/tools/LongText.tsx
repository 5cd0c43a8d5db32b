import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import css from './tools.module.css';

/** Text that changes fonts at every other character takes a tenth of a millisecond and more for each: seconds at this length. */
const enough = 20_000;

export function LongText({ text, isError }: { text: string; isError: boolean }) {
  const t = useTranslations('tools');
  const [all, setAll] = useState(false);
  const cut = !all && text.length > enough;
  return (
    <>
      <pre className={css['text']} data-error={isError} tabIndex={0}>
        {cut ? text.slice(0, enough).toWellFormed() : text}
      </pre>
      {cut && (
        <p>
          {t('long', { shown: enough, total: text.length })}{' '}
          <Button variant="subtle" size="compact-xs" onClick={() => setAll(true)}>
            {t('showAll')}
          </Button>
        </p>
      )}
    </>
  );
}

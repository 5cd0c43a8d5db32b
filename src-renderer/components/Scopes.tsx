import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import shared from '../shared.module.css';
import { useScopeWords } from '../words/use-scope-words.ts';

interface Props {
  scopes: readonly string[];
  /** Builds the sentence around the phrase. */
  say?: (words: string) => string;
}

/** Scopes as a phrase, with the server's own names on demand. */
export function Scopes({ scopes, say }: Props) {
  const t = useTranslations('scopes');
  const words = useScopeWords()(scopes);
  const [open, setOpen] = useState(false);
  return (
    <>
      {say ? say(words) : words}{' '}
      <Button variant="subtle" size="compact-xs" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? t('hideDetails') : t('details')}
      </Button>
      {open && (
        <span className={shared['scopes']}>
          {scopes.map((scope) => (
            <code key={scope}>{scope}</code>
          ))}
        </span>
      )}
    </>
  );
}

import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import shared from '../shared.module.css';
import { useScopeWords } from '../words/use-scope-words.ts';

interface Props {
  scopes: readonly string[];
  /** The sentence that the words stand in. */
  say?: (words: string) => string;
}

/** What is allowed in words, and as the server writes it for whoever wants to know. */
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

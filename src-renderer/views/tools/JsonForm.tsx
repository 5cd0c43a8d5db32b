import { Textarea } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { JsonObject } from '../../../src-preload/contract.ts';
import shared from '../../shared.module.css';
import css from './tools.module.css';

interface Props {
  draft: unknown;
  onChange: (draft: unknown) => void;
  onSubmit: (input: JsonObject) => void;
  children: ReactNode;
}

/** For a schema that no form could be made from. */
export function JsonForm({ draft, onChange, onSubmit, children }: Props) {
  const t = useTranslations('tools');
  const [text, setText] = useState(() => JSON.stringify(draft ?? {}, null, 2));
  const [wrong, setWrong] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = parseObject(text);
    setWrong(!input);
    if (!input) return;
    onChange(input);
    onSubmit(input);
  };
  return (
    <form className={css['form']} onSubmit={submit}>
      <p className={shared['hint']}>{t('formFailed')}</p>
      <Textarea
        label={t('jsonInput')}
        spellCheck={false}
        classNames={{ input: shared['mono'] ?? '' }}
        error={wrong && t('jsonInvalid')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {children}
    </form>
  );
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

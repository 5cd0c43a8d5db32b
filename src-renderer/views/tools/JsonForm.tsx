import { Textarea } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { JsonObject } from '../../../src-preload/contract.ts';
import { keepText, useToolCalls } from '../../stores/tool-calls.ts';
import { readJsonInput } from './read-json-input.ts';
import { startingInput } from './starting-input.ts';
import css from './tools.module.css';
import { useJsonFaults } from './use-json-faults.ts';

interface Props {
  toolKey: string;
  schema: JsonObject;
  draft: unknown;
  running: boolean;
  /** How often switching to the form was refused. */
  refusals: number;
  onSubmit: (input: JsonObject) => void;
  children: ReactNode;
}

/** A tool's input as JSON text: by choice, or if the schema cannot be shown as a form. */
export default function JsonForm({ toolKey, schema, draft, running, refusals, onSubmit, children }: Props) {
  const t = useTranslations('tools');
  const field = useRef<HTMLTextAreaElement>(null);
  const typed = useToolCalls((state) => state.texts[toolKey]);
  const text = typed ?? JSON.stringify(draft ?? startingInput(schema), null, 2);
  const faultsIn = useJsonFaults(schema);
  /** Errors are shown after the first submit, and then until they are fixed. */
  const [checked, setChecked] = useState(false);
  /** The number of refusals since which the text was fixed. */
  const [mended, setMended] = useState(0);
  const isRefused = mended < refusals;
  const faults = checked || isRefused ? faultsIn(text) : [];

  useEffect(() => {
    if (refusals > 0) goToFault(field.current);
  }, [refusals]);

  const change = (next: string) => {
    keepText(toolKey, next);
    if (faults.length === 0 || faultsIn(next).length > 0) return;
    setChecked(false);
    setMended(refusals);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readJsonInput(text);
    const isRight = read.ok && faultsIn(text).length === 0;
    setChecked(!isRight);
    if (isRight) onSubmit(read.input);
    else goToFault(field.current);
  };
  return (
    <form className={css['form']} onSubmit={submit} noValidate>
      <Textarea
        ref={field}
        label={t('jsonInput')}
        spellCheck={false}
        autoComplete="off"
        // Sized by CSS; Mantine would measure at every keystroke.
        autosize={false}
        classNames={{ input: css['jsonInput'] ?? '' }}
        readOnly={running}
        error={
          faults.length > 0 && (
            <>
              {isRefused && <span>{t('json.formRefused')}</span>}
              {faults.map((fault) => (
                <span key={fault}>{fault}</span>
              ))}
            </>
          )
        }
        value={text}
        onChange={(event) => change(event.currentTarget.value)}
      />
      {children}
    </form>
  );
}

/** Moves the caret to the syntax error; leaves it if the text is valid JSON but does not fit the schema. */
function goToFault(field: HTMLTextAreaElement | null): void {
  if (!field) return;
  field.focus();
  const read = readJsonInput(field.value);
  if (!read.ok) field.setSelectionRange(read.fault.at, read.fault.at + Math.min(read.fault.found.length, 200));
}

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
  /** How often the form was asked for, and could not be had. */
  refusals: number;
  onSubmit: (input: JsonObject) => void;
  children: ReactNode;
}

/** A tool's input as JSON: for who likes that better, and for a schema that no form could be made from. */
export default function JsonForm({ toolKey, schema, draft, running, refusals, onSubmit, children }: Props) {
  const t = useTranslations('tools');
  const field = useRef<HTMLTextAreaElement>(null);
  const typed = useToolCalls((state) => state.texts[toolKey]);
  const text = typed ?? JSON.stringify(draft ?? startingInput(schema), null, 2);
  const faultsIn = useJsonFaults(schema);
  /** Nobody is told about faults while still typing for the first time; after that, until they are gone. */
  const [checked, setChecked] = useState(false);
  /** Refusals that are made up for. */
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
        // The browser does what Mantine would measure for at every key.
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

/** Puts the caret where the text stops being JSON; where it is JSON, and only does not fit, it stays where it was. */
function goToFault(field: HTMLTextAreaElement | null): void {
  if (!field) return;
  field.focus();
  const read = readJsonInput(field.value);
  if (!read.ok) field.setSelectionRange(read.fault.at, read.fault.at + Math.min(read.fault.found.length, 200));
}

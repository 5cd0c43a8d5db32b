import { ActionIcon, TextInput } from '@mantine/core';
import { Pencil } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useTyped } from '../../hooks/use-typed.ts';
import css from './people.module.css';

/** The user opened the field to type in it. */
const takeFocus = (field: HTMLInputElement | null) => field?.focus();

interface Props {
  name: string;
  /** Text next to the name. */
  note?: string;
  /** The accessible label of the field. */
  label: string;
  mayRename: boolean;
  /** Resolves to whether the name was changed. */
  onRename: (name: string) => Promise<boolean>;
}

/** A name that can be edited in place: Enter saves it, Escape restores it. */
export function Name({ name, note = '', label, mayRename, onRename }: Props) {
  const t = useTranslations('people');
  const [text, setText] = useTyped<string | null>(label, null);
  /** Whether the edit was ended by keyboard: the focus then returns to the button that began it. */
  const byKey = useRef(false);

  const keep = async () => {
    const next = text?.trim() ?? '';
    if (next === '' || next === name) setText(null);
    else if (await onRename(next)) setText(null);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      byKey.current = true;
      void keep();
    }
    if (event.key !== 'Escape') return;
    // Escape must not close the dialog.
    event.preventDefault();
    event.stopPropagation();
    byKey.current = true;
    setText(null);
  };
  if (text !== null) {
    return (
      <TextInput
        ref={takeFocus}
        aria-label={label}
        data-mantine-stop-propagation="true"
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKey}
        onBlur={() => void keep()}
      />
    );
  }
  return (
    <p className={css['name']}>
      <span>{name}</span> {note && <span className={css['note']}>{note}</span>}
      {mayRename && (
        <ActionIcon
          ref={(button) => {
            if (byKey.current) button?.focus();
            byKey.current = false;
          }}
          size={22}
          aria-label={t('renameOf', { name })}
          onClick={() => setText(name)}
        >
          <Pencil size={12} aria-hidden />
        </ActionIcon>
      )}
    </p>
  );
}

import { Button } from '@mantine/core';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslations } from 'use-intl';
import { onSingleClick } from '../hooks/on-single-click.ts';
import { useRestoreFocus } from '../hooks/use-restore-focus.ts';
import shared from '../shared.module.css';

interface Props {
  label: string;
  text: string;
  /** The label of the confirming button. */
  act: string;
  /** The action cannot be undone. */
  dangerous?: boolean;
  waiting: boolean;
  onKeep: () => void;
  onAct: () => void;
}

/** Keeps the surrounding dialog from handling keys that belong to the question. */
const own = { 'data-mantine-stop-propagation': 'true' };

/**
 * An inline confirmation of a destructive action. Initially, the cancel button has the focus; Escape cancels too, and
 * afterwards the focus returns to where it was.
 */
export function Question({ label, text, act, dangerous = false, waiting, onKeep, onAct }: Props) {
  const t = useTranslations();
  const keep = useRef<HTMLButtonElement>(null);
  useRestoreFocus();
  useEffect(() => keep.current?.focus(), []);
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    onKeep();
  };
  return (
    <div className={shared['question']} role="alertdialog" aria-label={label} onKeyDown={onKey}>
      <p>{text}</p>
      <Button ref={keep} {...own} variant="default" onClick={onKeep}>
        {t('action.cancel')}
      </Button>
      <Button {...own} {...(dangerous && { color: 'red.9' })} loading={waiting} onClick={onSingleClick(onAct)}>
        {act}
      </Button>
    </div>
  );
}

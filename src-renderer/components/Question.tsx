import { Button } from '@mantine/core';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslations } from 'use-intl';
import { onSingleClick } from '../hooks/on-single-click.ts';
import { useRestoreFocus } from '../hooks/use-restore-focus.ts';
import shared from '../shared.module.css';

interface Props {
  label: string;
  text: string;
  /** What the button is called that does it. */
  act: string;
  /** Something is gone afterwards; else it can be had again. */
  dangerous?: boolean;
  waiting: boolean;
  onKeep: () => void;
  onAct: () => void;
}

/** The dialog around the question listens first, and leaves a key alone that comes from here. */
const own = { 'data-mantine-stop-propagation': 'true' };

/**
 * Asked where somebody clicked, before something is lost. The focus is on the answer that loses nothing, Escape gives that
 * answer, and afterwards the focus is where it was.
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

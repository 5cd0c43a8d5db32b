import { ActionIcon, TextInput } from '@mantine/core';
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { findIn, markFound, unmarkFound } from './find-in-result.ts';
import css from './tools.module.css';

interface Props {
  /** What is searched is in here. */
  result: RefObject<HTMLElement | null>;
  onClose: () => void;
}

/** Finds a text in what is shown of a result. */
export function FindInResult({ result, onClose }: Props) {
  const t = useTranslations('tools.find');
  const [wanted, setWanted] = useState('');
  const [found, setFound] = useState<Range[]>([]);
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const present = found[at];

  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    const root = result.current;
    if (!root) return;
    const look = () => setFound(findIn(root, wanted));
    look();
    // Parts fold and unfold while the bar is open.
    const observer = new MutationObserver((changes) => {
      if (
        changes.some(({ target }) =>
          (target instanceof Element ? target : target.parentElement)?.closest('[data-searched]'),
        )
      )
        look();
    });
    observer.observe(root, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [result, wanted]);
  useEffect(() => {
    markFound(found, present);
    present?.startContainer.parentElement?.scrollIntoView({ block: 'nearest' });
    return unmarkFound;
  }, [found, present]);

  const go = (step: number) => setAt(found.length === 0 ? 0 : (at + step + found.length) % found.length);
  return (
    <div
      className={css['find']}
      role="search"
      aria-label={t('label')}
      onKeyDown={(event) => {
        if (event.key === 'Enter') go(event.shiftKey ? -1 : 1);
        else if (event.key === 'Escape') onClose();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <TextInput
        ref={field}
        aria-label={t('label')}
        placeholder={t('label')}
        value={wanted}
        onChange={({ currentTarget }) => {
          setWanted(currentTarget.value);
          setAt(0);
        }}
      />
      <span aria-live="polite">
        {wanted !== '' && t('count', { at: found.length === 0 ? 0 : at + 1, count: found.length })}
      </span>
      <ActionIcon aria-label={t('previous')} title={t('previous')} onClick={() => go(-1)}>
        <ChevronUp size={14} aria-hidden />
      </ActionIcon>
      <ActionIcon aria-label={t('next')} title={t('next')} onClick={() => go(1)}>
        <ChevronDown size={14} aria-hidden />
      </ActionIcon>
      <ActionIcon aria-label={t('close')} title={t('close')} onClick={onClose}>
        <X size={14} aria-hidden />
      </ActionIcon>
    </div>
  );
}

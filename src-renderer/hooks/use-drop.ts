import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { request } from '../bridge.ts';
import { isLocked, useLock } from '../stores/lock.ts';
import { openDialog, useWindow } from '../stores/window.ts';
import { useErrorWords } from '../words/use-error-words.ts';
import { useIsAllowed } from './use-is-allowed.ts';
import { useNotify } from './use-notify.tsx';

/** In bytes and characters, as the main process accepts them. */
const largest = 2_000_000;

/**
 * Adds the servers in what is dropped onto the window: a text, a link, or files. Returns whether something is held over
 * the window now that can be dropped. A text that is dropped into a field stays text, and what is dragged within the
 * page is left alone.
 */
export function useDrop(): boolean {
  const t = useTranslations('drop');
  const [over, setOver] = useState(false);
  const isAllowed = useIsAllowed();
  const notify = useNotify();
  const errorWords = useErrorWords();
  const take = async (transfer: DataTransfer) => {
    // Both are gone once the event has been handled.
    const files = [...transfer.files];
    const plain = transfer.getData('text/plain') || transfer.getData('text/uri-list');
    const refuse = (message: string) => notify({ title: t('nothing'), message, unsure: true });
    if (files.reduce((sum, { size }) => sum + size, plain.length) > largest) {
      refuse(t('tooLarge'));
      return;
    }
    const texts = await Promise.all(files.map(async (file) => file.text()));
    const [only] = files;
    const named = files.length === 1 && only ? { name: only.name.slice(0, 400) } : {};
    const answer = await request('import:from-text', { text: texts.join('\n') || plain, ...named });
    if (!answer.ok) {
      refuse(errorWords(answer.error, { name: '', host: '' }).what);
      return;
    }
    const preview = answer.value;
    const [first, ...others] = preview.sources.flatMap(({ entries }) => entries);
    const several = others.length > 0 || (first !== undefined && Object.keys(first.settings).length > 0);
    openDialog({ kind: several ? 'import' : 'add', preview });
  };
  const latest = useRef({ isAllowed, take });
  useEffect(() => {
    latest.current = { isAllowed, take };
  });

  useEffect(() => {
    let within = false;
    const isTaken = ({ dataTransfer, target }: DragEvent) => {
      const { dialog } = useWindow.getState();
      if (!dataTransfer || within || isLocked(useLock.getState())) return false;
      if (dialog && dialog.kind !== 'add' && dialog.kind !== 'import') return false;
      if (!latest.current.isAllowed('servers:add')) return false;
      const { types } = dataTransfer;
      const inField = target instanceof Element && target.closest('input, textarea') !== null;
      return types.includes('Files') || (!inField && (types.includes('text/plain') || types.includes('text/uri-list')));
    };
    const events: Partial<Record<keyof DocumentEventMap, (event: DragEvent) => void>> = {
      dragstart: () => (within = true),
      dragend: () => (within = false),
      dragover(event) {
        const taken = isTaken(event);
        setOver(taken);
        if (!taken || !event.dataTransfer) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      },
      // Without a related target, the pointer has left the window.
      dragleave: (event) => event.relatedTarget === null && setOver(false),
      drop(event) {
        setOver(false);
        if (!isTaken(event) || !event.dataTransfer) return;
        event.preventDefault();
        void latest.current.take(event.dataTransfer);
      },
    };
    const entries = Object.entries(events) as [string, EventListener][];
    for (const [name, listen] of entries) document.addEventListener(name, listen);
    return () => entries.forEach(([name, listen]) => document.removeEventListener(name, listen));
  }, []);
  return over;
}

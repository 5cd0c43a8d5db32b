import { type ClipboardEvent, useEffect, useRef, useState } from 'react';
import type { ImportPreviewView } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';
import { openDialog } from '../../stores/window.ts';
import { needsReading } from '../../words/needs-reading.ts';

/** What a text has besides the one address that was taken from it. */
export interface Beyond {
  found: boolean;
  missing: string[];
  leftOut: string[];
  local: string[];
}

type Fill = (server: { name?: string; url: string }) => void;

/**
 * Takes servers from texts into the form for a new server: from a paste, from what was dropped onto the window, and
 * from the clipboard when the form opens. One fills the form; several, and one with settings, open the import.
 */
export function usePasted(fill: Fill, dropped: ImportPreviewView | undefined) {
  const [beyond, setBeyond] = useState<Beyond | null>(null);
  const [offer, setOffer] = useState<ImportPreviewView | null>(null);
  const begun = useRef(false);
  const take = (preview: ImportPreviewView) => {
    const entries = preview.sources.flatMap((source) => source.entries);
    const local = preview.sources.flatMap((source) => source.local);
    const [only] = entries;
    if (entries.length > 1 || (only && Object.keys(only.settings).length > 0)) {
      openDialog({ kind: 'import', preview });
      return;
    }
    setBeyond({ found: only !== undefined, missing: only?.missing ?? [], leftOut: only?.leftOut ?? [], local });
    fill(only ? { name: only.name, url: only.url } : { url: '' });
  };

  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    if (dropped) take(dropped);
    else void request('import:from-clipboard').then((answer) => setOffer(answer.ok ? answer.value : null));
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once, when the form opens
  }, []);

  const read = async (text: string) => {
    const answer = await request('import:from-text', { text });
    if (answer.ok) take(answer.value);
    // As if it had been typed: what is wrong with it is said below the field.
    else
      fill({
        url: text
          .trim()
          .replace(/\s*\n\s*/g, ' ')
          .slice(0, longestTyped),
      });
  };
  return {
    beyond,
    offer,
    take,
    forget: () => setBeyond(null),
    paste: (event: ClipboardEvent<HTMLInputElement>) => {
      const text = event.clipboardData.getData('text/plain');
      if (!needsReading(text)) return;
      event.preventDefault();
      void read(text);
    },
  };
}

/** In characters, as the main process accepts them. */
const longestTyped = 4096;

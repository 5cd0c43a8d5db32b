import { useEffect, useState } from 'react';
import type { ErrorView, HistoryCall } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';

interface Found {
  /** Undefined: there is no search. */
  ids: ReadonlySet<number> | undefined;
  asking: boolean;
  error: ErrorView | null;
}

const nothing: Found = { ids: undefined, asking: false, error: null };

/** In milliseconds, after the last key. */
const pause = 250;
/** How many calls are opened for one request. */
const atOnce = 200;

/** Those of the loaded calls whose input or result has this text in it: main opens them, and not the page. */
export function useFoundCalls(calls: readonly HistoryCall[], text: string): Found {
  const [found, setFound] = useState(nothing);
  useEffect(() => {
    if (text === '') return undefined;
    let isOver = false;
    const search = async () => {
      setFound((before) => ({ ...before, asking: true, error: null }));
      const ids = new Set<number>();
      for (let at = 0; at < calls.length; at += atOnce) {
        const some = calls.slice(at, at + atOnce).map(({ id }) => id);
        const result = await request('history:find', { ids: some, text });
        if (isOver) return;
        if (!result.ok) return setFound({ ids: undefined, asking: false, error: result.error });
        for (const id of result.value.ids) ids.add(id);
      }
      setFound({ ids, asking: false, error: null });
    };
    const timer = setTimeout(() => void search(), pause);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [calls, text]);
  return text === '' ? nothing : found;
}

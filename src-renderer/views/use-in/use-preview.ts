import { useEffect, useState } from 'react';
import type { ErrorView, Requests, WiringPreview } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';

type Wish = Requests['wiring:preview']['input'];

interface Answered {
  wish: Wish;
  preview: WiringPreview | null;
  error: ErrorView | null;
}

/** The preview of a change, asked for again when the user wishes something else. The last one stays until the next. */
export function usePreview(first: Wish) {
  const [wish, setWish] = useState(first);
  const [answered, setAnswered] = useState<Answered | null>(null);
  useEffect(() => {
    const { name, ...rest } = wish;
    // There is no entry without a name; the field says so.
    if (name?.trim() === '') return undefined;
    let isCurrent = true;
    void request('wiring:preview', { ...rest, ...(name !== undefined && { name: name.trim() }) }).then((result) => {
      if (!isCurrent) return;
      setAnswered((before) =>
        result.ok
          ? { wish, preview: result.value, error: null }
          : { wish, preview: before?.preview ?? null, error: result.error },
      );
    });
    return () => {
      isCurrent = false;
    };
  }, [wish]);
  const isStale = answered?.wish !== wish;
  return {
    wish,
    preview: answered?.preview ?? null,
    /** The preview is not that of what the user wishes now. */
    isStale: isStale || answered.error !== null,
    error: isStale ? null : answered.error,
    change: (more: Partial<Wish>) => setWish({ ...wish, ...more }),
  };
}

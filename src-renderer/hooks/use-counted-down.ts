import { useState } from 'react';
import type { ErrorView } from '../../src-preload/contract.ts';
import { useNow } from './use-now.ts';

/**
 * The error with the seconds that are left of those that it asks to wait, counted from when it was first shown.
 * `until`: when they end, where that is known.
 */
export function useCountedDown(error: ErrorView, until?: number): ErrorView {
  const asked = error.code === 'busy' ? error.values['seconds'] : undefined;
  const counts = typeof asked === 'number';
  const now = useNow(counts ? 1000 : undefined);
  const [shown, setShown] = useState({ error, at: now });
  if (shown.error !== error && !isSame(shown.error, error)) setShown({ error, at: now });
  if (!counts) return error;
  const end = until ?? shown.at + asked * 1000;
  const seconds = Math.min(asked, Math.max(0, Math.ceil((end - now) / 1000)));
  return { ...error, values: { ...error.values, seconds } };
}

/** A view that is sent again for the same error is another object. */
function isSame(one: ErrorView, other: ErrorView): boolean {
  return one.code === other.code && JSON.stringify(one.values) === JSON.stringify(other.values);
}

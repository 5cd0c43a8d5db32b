import { useState } from 'react';
import type { ErrorView, Result } from '../../src-preload/contract.ts';

/** The state of one request: whether it is pending, and its error. */
export function useRequest() {
  const [waiting, setWaiting] = useState(false);
  const [error, setError] = useState<ErrorView | null>(null);

  async function send<Value>(start: () => Promise<Result<Value>>): Promise<Result<Value>> {
    setWaiting(true);
    setError(null);
    const result = await start();
    setWaiting(false);
    if (!result.ok) setError(result.error);
    return result;
  }

  return { waiting, error, send, forget: () => setError(null) };
}

import { useState } from 'react';
import type { ErrorView, Result } from '../../src-preload/contract.ts';

/** A request with its own waiting and its own error, for the button that sends it. */
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

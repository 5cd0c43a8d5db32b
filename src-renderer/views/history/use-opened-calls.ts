import { useEffect, useState } from 'react';
import type { ErrorView, OpenedCall } from '../../../src-preload/contract.ts';
import { request } from '../../bridge.ts';

interface Opened {
  /** Null for one that is no longer kept; undefined until they are read. */
  calls: (OpenedCall | null)[] | undefined;
  error: ErrorView | null;
}

/** Calls with what they sent and got. `ids`: as many as there were at first. */
export function useOpenedCalls(...ids: readonly number[]): Opened {
  const [opened, setOpened] = useState<Opened>({ calls: undefined, error: null });
  const wanted = ids.join(' ');
  useEffect(() => {
    let isOver = false;
    const read = async () => {
      const results = await Promise.all(wanted.split(' ').map((id) => request('history:open', { id: Number(id) })));
      if (isOver) return;
      const calls: (OpenedCall | null)[] = [];
      for (const result of results) {
        if (!result.ok) return setOpened({ calls: undefined, error: result.error });
        calls.push(result.value);
      }
      setOpened({ calls, error: null });
    };
    void read();
    return () => {
      isOver = true;
    };
  }, [wanted]);
  return opened;
}

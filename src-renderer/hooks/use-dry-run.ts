import { useEffect, useRef, useState } from 'react';
import type { DiscoveryView, ErrorView } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';

export type DryRun =
  | { state: 'none' }
  | { state: 'asking'; url: string }
  | { state: 'found'; url: string; found: DiscoveryView }
  | { state: 'failed'; url: string; error: ErrorView };

/** Finds out what signing in to an address would take. Only the newest question is answered; the same one is asked once. */
export function useDryRun(): { run: DryRun; ask: (url: string) => void; forget: () => void } {
  const [run, setRun] = useState<DryRun>({ state: 'none' });
  const wanted = useRef('');
  useEffect(
    () => () => {
      wanted.current = '';
    },
    [],
  );

  const forget = () => {
    wanted.current = '';
    setRun({ state: 'none' });
  };
  const ask = async (url: string) => {
    if (url === wanted.current) return;
    wanted.current = url;
    if (!url) {
      forget();
      return;
    }
    setRun({ state: 'asking', url });
    const result = await request('connections:discover', { url });
    if (wanted.current !== url) return;
    setRun(result.ok ? { state: 'found', url, found: result.value } : { state: 'failed', url, error: result.error });
  };
  return { run, ask: (url) => void ask(url), forget };
}

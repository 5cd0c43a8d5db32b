import { useCallback, useEffect, useRef, useState } from 'react';
import type { DiscoveryView, ErrorView, LookUpSettings } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { isWholeAddress } from '../words/whole-address.ts';

/** What is asked about: an address, and what was entered for it besides. */
export interface Question {
  url: string;
  settings: LookUpSettings;
}

export type DryRun =
  | { state: 'none' }
  | { state: 'asking'; url: string }
  | { state: 'found'; url: string; found: DiscoveryView }
  | { state: 'failed'; url: string; error: ErrorView };

/** Milliseconds without a key: nobody wants every host on the way to theirs to be asked. */
const pause = 600;

const keyOf = ({ url, settings }: Question) => JSON.stringify([url, settings]);

/**
 * Finds out what signing in to an address would take: a moment after the last change of the question, or when told to. Null:
 * there is nothing to ask yet. Only the newest question is answered; the same one is asked once.
 */
export function useDryRun(question: Question | null) {
  const [last, setLast] = useState<{ key: string; run: DryRun } | null>(null);
  const asked = useRef('');
  const ask = useCallback(async (wanted: Question, again = false) => {
    const key = keyOf(wanted);
    if (!wanted.url || (key === asked.current && !again)) return;
    asked.current = key;
    const { url, settings } = wanted;
    setLast({ key, run: { state: 'asking', url } });
    const said = Object.keys(settings).length > 0 ? { url, settings } : { url };
    const result = await request('connections:discover', again ? { ...said, refresh: true } : said);
    if (asked.current !== key) return;
    const run: DryRun = result.ok
      ? { state: 'found', url, found: result.value }
      : { state: 'failed', url, error: result.error };
    setLast({ key, run });
  }, []);

  const key = question && keyOf(question);
  useEffect(() => {
    // What is under way for an older question is not waited for.
    if (asked.current !== key) asked.current = '';
    if (!question || !isWholeAddress(question.url)) return undefined;
    const timer = setTimeout(() => void ask(question), pause);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the question is new with every drawing; its key says whether it is another
  }, [key, ask]);

  const run: DryRun = last !== null && last.key === key ? last.run : { state: 'none' };
  return {
    run,
    ask: (wanted: Question | null = question) => void (wanted && ask(wanted)),
    askAgain: () => void (question && ask(question, true)),
  };
}

import { useCallback, useEffect, useRef, useState } from 'react';
import type { DiscoveryView, ErrorView, LookUpSettings } from '../../src-preload/contract.ts';
import { request } from '../bridge.ts';
import { isWholeAddress } from '../words/whole-address.ts';

/** The address to ask about, with its settings. */
export interface Question {
  url: string;
  settings: LookUpSettings;
}

export type DryRun =
  | { state: 'none' }
  | { state: 'asking'; url: string }
  | { state: 'found'; url: string; found: DiscoveryView }
  | { state: 'failed'; url: string; error: ErrorView };

/** Debounce in milliseconds, so that partial addresses are not requested. */
const pause = 600;

const keyOf = ({ url, settings }: Question) => JSON.stringify([url, settings]);

/**
 * Runs a dry run for an address: shortly after the last change, or on request. Null: there is nothing to ask yet. Only
 * the result for the latest question is used; equal questions are asked once.
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
    // Discards the pending result of an earlier question.
    if (asked.current !== key) asked.current = '';
    if (!question || !isWholeAddress(question.url)) return undefined;
    const timer = setTimeout(() => void ask(question), pause);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `question` is new in every render; `key` identifies it
  }, [key, ask]);

  const run: DryRun = last !== null && last.key === key ? last.run : { state: 'none' };
  return {
    run,
    ask: (wanted: Question | null = question) => void (wanted && ask(wanted)),
    askAgain: () => void (question && ask(question, true)),
  };
}

import type { Bridge } from '../src-preload/contract.ts';

declare global {
  interface Window {
    /** Put here by the preload script. No other file touches it. */
    readonly keyfob: Bridge;
  }
}

/** Of a page that is loaded again: its window was made with what was chosen then. */
const newer = new URLSearchParams(location.search).get('language');

/** What the person chose, known before anything is drawn. */
export const chosenLanguage = (): Bridge['language'] => (newer as Bridge['language'] | null) ?? window.keyfob.language;

/** Grows when the window is somebody else: what was asked before is nobody's answer any more. */
let sessionEpoch = 0;

export function startSessionEpoch(): void {
  sessionEpoch += 1;
}

/** An answer that comes after the window has become somebody else never arrives: whoever waits for it is gone too. */
export const request: Bridge['request'] = async (name, ...input) => {
  const asked = sessionEpoch;
  const result = await window.keyfob.request(name, ...input);
  return asked === sessionEpoch ? result : new Promise<never>(() => undefined);
};

export const listen: Bridge['listen'] = (name, listener) => window.keyfob.listen(name, listener);

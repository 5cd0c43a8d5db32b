import type { Bridge } from '../src-preload/contract.ts';

declare global {
  interface Window {
    /** Exposed by the preload script. No other file uses it. */
    readonly keyfob: Bridge;
  }
}

/** Set when the page is reloaded: the window itself was created with an earlier language. */
const newer = new URLSearchParams(location.search).get('language');

/** The user's language, known before the first paint. */
export const chosenLanguage = (): Bridge['language'] => (newer as Bridge['language'] | null) ?? window.keyfob.language;

/** Incremented when the window changes its profile: responses to earlier requests are then dropped. */
let sessionEpoch = 0;

export function startSessionEpoch(): void {
  sessionEpoch += 1;
}

/** A response for an earlier profile never settles the promise; its callers are unmounted by then. */
export const request: Bridge['request'] = async (name, ...input) => {
  const asked = sessionEpoch;
  const result = await window.keyfob.request(name, ...input);
  return asked === sessionEpoch ? result : new Promise<never>(() => undefined);
};

export const listen: Bridge['listen'] = (name, listener) => window.keyfob.listen(name, listener);

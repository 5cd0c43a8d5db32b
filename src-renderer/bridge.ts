import type { Bridge } from '../src-preload/contract.ts';

declare global {
  interface Window {
    /** Put here by the preload script. No other file touches it. */
    readonly keyfob: Bridge;
  }
}

/** What the person chose, known before anything is drawn. */
export const chosenLanguage = (): Bridge['language'] => window.keyfob.language;

export const request: Bridge['request'] = (name, ...input) => window.keyfob.request(name, ...input);

export const listen: Bridge['listen'] = (name, listener) => window.keyfob.listen(name, listener);

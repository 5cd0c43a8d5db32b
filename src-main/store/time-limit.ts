import { StoreError } from './errors.ts';

export interface TimeLimit {
  /** Whether the time was up. */
  readonly over: boolean;
  /** Rejects with `keyring_locked` once the time is up. What comes later is dropped. */
  race<T>(work: Promise<T>): Promise<T>;
  clear(): void;
}

/** One limit for several waits, in milliseconds. */
export function timeLimit(milliseconds: number): TimeLimit {
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  const up = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      over = true;
      reject(new StoreError('keyring_locked'));
    }, milliseconds);
  });
  up.catch(() => undefined); // the time may be up while nothing waits for the keyring
  return {
    get over() {
      return over;
    },
    race: (work) => Promise.race([work, up]),
    clear: () => clearTimeout(timer),
  };
}

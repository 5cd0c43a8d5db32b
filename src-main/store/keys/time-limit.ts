import { StoreError } from '../errors.ts';

export interface TimeLimit {
  /** Whether the time has elapsed. */
  readonly over: boolean;
  /** The wait that was under way last; it goes on after the time has elapsed. */
  readonly pending: Promise<unknown> | undefined;
  /** Rejects with `keyring_locked` once the time has elapsed. A later result is dropped. */
  race<T>(work: Promise<T>): Promise<T>;
  clear(): void;
}

/** One limit in milliseconds for several waits in sequence. */
export function timeLimit(milliseconds: number): TimeLimit {
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  let pending: Promise<unknown> | undefined;
  const up = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      over = true;
      reject(new StoreError('keyring_locked'));
    }, milliseconds);
  });
  up.catch(() => undefined); // the time may elapse while no call waits for the keyring
  return {
    get over() {
      return over;
    },
    get pending() {
      return pending;
    },
    race(work) {
      pending = work;
      return Promise.race([work, up]);
    },
    clear: () => clearTimeout(timer),
  };
}

import type { Lock } from './lock.ts';

/** The part of Electron's `powerMonitor` that is used here. */
interface IdleMonitor {
  on: {
    (event: 'lock-screen', listener: () => void): unknown;
    (event: 'suspend', listener: () => void): unknown;
  };
  /** Seconds since the last input. */
  getSystemIdleTime: () => number;
}

interface LockWhenAwayOptions {
  lock: Pick<Lock, 'lock' | 'isLocked'>;
  power: IdleMonitor;
  /** Idle minutes until Keyfob locks; 0 turns this off. */
  minutes: () => number;
}

const every = 15_000;

/** Locks after the configured idle time, when the screen is locked, and when the computer sleeps. */
export function lockWhenAway({ lock, power, minutes }: LockWhenAwayOptions): { stop: () => void } {
  const away = () => minutes() > 0 && lock.lock();
  power.on('lock-screen', away);
  power.on('suspend', away);
  const timer = setInterval(() => {
    if (!lock.isLocked && minutes() > 0 && power.getSystemIdleTime() >= minutes() * 60) lock.lock();
  }, every).unref();
  return { stop: () => clearInterval(timer) };
}

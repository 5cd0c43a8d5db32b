import type { Lock } from './lock.ts';

/** The part of Electron's `powerMonitor` that is used here. */
interface IdleMonitor {
  on: {
    (event: 'lock-screen', listener: () => void): unknown;
    (event: 'suspend', listener: () => void): unknown;
    (event: 'user-did-resign-active', listener: () => void): unknown;
  };
  /** Seconds since the last input. */
  getSystemIdleTime: () => number;
}

interface LockWhenAwayOptions {
  platform: NodeJS.Platform;
  lock: Pick<Lock, 'lock' | 'isLocked'>;
  power: IdleMonitor;
  /** Idle minutes until Keyfob locks; 0 turns this off. */
  minutes: () => number;
}

const every = 15_000;

/**
 * Locks after the configured idle time, when the screen is locked, when the computer sleeps, and on macOS when another
 * user takes the screen, whose session leaves this one unlocked.
 */
export function lockWhenAway({ platform, lock, power, minutes }: LockWhenAwayOptions): { stop: () => void } {
  const away = () => minutes() > 0 && lock.lock();
  power.on('lock-screen', away);
  power.on('suspend', away);
  if (platform === 'darwin') power.on('user-did-resign-active', away);
  const timer = setInterval(() => {
    if (!lock.isLocked && minutes() > 0 && power.getSystemIdleTime() >= minutes() * 60) lock.lock();
  }, every).unref();
  return { stop: () => clearInterval(timer) };
}

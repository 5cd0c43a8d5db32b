import type { Lock } from './lock.ts';

/** What the computer says of itself; Electron's `powerMonitor`, as far as this needs it. */
interface Power {
  on: {
    (event: 'lock-screen', listener: () => void): unknown;
    (event: 'suspend', listener: () => void): unknown;
  };
  /** How long nobody has touched anything, in seconds. */
  getSystemIdleTime: () => number;
}

interface Away {
  lock: Pick<Lock, 'lock' | 'isLocked'>;
  power: Power;
  /** After how many minutes of nobody; 0 for never. */
  minutes: () => number;
}

const every = 15_000;

/** Locks when nobody has touched the computer for as long as the person said, when its screen is locked, and when it sleeps. */
export function lockWhenAway({ lock, power, minutes }: Away): { stop: () => void } {
  const away = () => minutes() > 0 && lock.lock();
  power.on('lock-screen', away);
  power.on('suspend', away);
  const timer = setInterval(() => {
    if (!lock.isLocked && minutes() > 0 && power.getSystemIdleTime() >= minutes() * 60) lock.lock();
  }, every).unref();
  return { stop: () => clearInterval(timer) };
}

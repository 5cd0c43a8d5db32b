import { useApp } from './app.ts';
import { isLocked, useLock } from './lock.ts';
import { useServers } from './servers.ts';

/** Resolves when the first render would be complete, at the latest after `maxWait` milliseconds. */
export function firstResponses(maxWait: number): Promise<void> {
  return new Promise((resolve) => {
    const stops: (() => void)[] = [];
    const finish = () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
      resolve();
    };
    const look = () => areLoaded() && finish();
    const timer = setTimeout(finish, maxWait);
    for (const store of [useApp, useServers, useLock]) stops.push(store.subscribe(look));
    look();
  });
}

/** A locked window gets no other answers. */
function areLoaded(): boolean {
  const { lock } = useLock.getState();
  if (lock === null) return false;
  if (isLocked({ lock })) return true;
  const [{ app, error }, servers] = [useApp.getState(), useServers.getState()];
  return (app !== null || error !== null) && (servers.loaded || servers.error !== null);
}

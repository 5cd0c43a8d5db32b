import type { App } from 'electron';
import type { Log } from '../base/log.ts';

/** Keyfob's own switch: this start uses no hardware acceleration. */
export const noAccelerationSwitch = '--without-acceleration';

interface GraphicsOptions {
  argv: readonly string[];
  log: Log;
  /** Whether an argument must not be passed on to the next start. */
  isOnce: (argument: string) => boolean;
}

/** In milliseconds. */
const soon = 60_000;

/**
 * Restarts Keyfob without hardware acceleration if the GPU process crashes twice within a minute. Chromium restarts
 * that process by itself, and ends the whole app after a few crashes. Applies to one start only, because most such
 * failures are temporary (sleep, a driver update).
 */
export function watchGraphics(
  app: Pick<App, 'on' | 'relaunch' | 'quit'>,
  { argv, log, isOnce }: GraphicsOptions,
): void {
  let lostAt = -Infinity;
  let isLeaving = argv.includes(noAccelerationSwitch);
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (type !== 'GPU' || reason === 'clean-exit') return;
    log.warn('the graphics process was lost', { reason, exitCode });
    const isAgain = performance.now() - lostAt < soon;
    lostAt = performance.now();
    if (!isAgain || isLeaving) return;
    isLeaving = true;
    const kept = argv.slice(1).filter((argument) => !isOnce(argument));
    app.relaunch({ args: [...kept, noAccelerationSwitch] });
    app.quit();
  });
}

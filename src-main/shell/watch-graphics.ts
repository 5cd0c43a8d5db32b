import type { App } from 'electron';
import type { Log } from '../base/log.ts';

/** Keyfob's own switch: this start draws without the computer's graphics. */
export const noAccelerationSwitch = '--without-acceleration';

interface GraphicsOptions {
  argv: readonly string[];
  log: Log;
  /** Whether an argument is for the start that it came with alone. */
  isOnce: (argument: string) => boolean;
}

/** In milliseconds. */
const soon = 60_000;

/**
 * Starts Keyfob again without hardware acceleration where the graphics process is lost twice within a minute. Chromium starts a
 * lost one again by itself, and ends the whole app after a few: a driver that fails would take everything with it. It holds for
 * that start alone, because most such failures pass (a sleep, an update); the next start tries the graphics again.
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

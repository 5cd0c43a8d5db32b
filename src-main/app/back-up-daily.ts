import type { Log } from '../base/log.ts';

/** Whether a backup is due is asked this often: Keyfob may run for weeks, and the computer sleeps meanwhile. */
const everyHour = 3_600_000;

/** Makes the daily backup where it is due, now and from then on. Returns the function that stops that. */
export function backUpDaily({ backUp, log }: { backUp: () => Promise<void>; log: Pick<Log, 'warn'> }): () => void {
  let underWay = false;
  const ask = async () => {
    if (underWay) return;
    underWay = true;
    try {
      await backUp();
    } catch (error) {
      log.warn('no backup', { error: error instanceof Error ? error : undefined });
    } finally {
      underWay = false;
    }
  };
  void ask();
  const timer = setInterval(() => void ask(), everyHour).unref();
  return () => clearInterval(timer);
}

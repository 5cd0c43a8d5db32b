import type { Log } from '../base/log.ts';

/** Checked hourly, because Keyfob may run for weeks and a daily timer does not count sleep. */
const everyHour = 3_600_000;

/** Makes the daily backup whenever it is due. Returns a function that stops this. */
export function backUpDaily({ backUp, log }: { backUp: () => Promise<void>; log: Pick<Log, 'warn'> }): () => void {
  let underWay = false;
  const ask = async () => {
    if (underWay) return;
    underWay = true;
    try {
      await backUp();
    } catch (error) {
      log.warn('no backup', { error });
    } finally {
      underWay = false;
    }
  };
  void ask();
  const timer = setInterval(() => void ask(), everyHour).unref();
  return () => clearInterval(timer);
}

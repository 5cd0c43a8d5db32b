import { Session } from 'node:inspector/promises';
import { setFlagsFromString } from 'node:v8';

/**
 * How much code runs in this thread while `work` does: the number of times that each function is entered and, in modules that
 * `work` is the first to load, each branch and each turn of a loop. It depends on neither the machine nor its load, so that
 * work that grows too fast can be told from work that is slow. What runs inside the engine itself (a regular expression,
 * `indexOf`) counts as one. `of` chooses the scripts by their address; without it, all of them count.
 */
export async function countSteps(
  work: () => Promise<unknown>,
  of: (url: string) => boolean = () => true,
): Promise<number> {
  const session = new Session();
  session.connect();
  try {
    // A module that was compiled before is compiled again, with counters for its branches.
    setFlagsFromString('--no-compilation-cache');
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    await work();
    const { result } = await session.post('Profiler.takePreciseCoverage');
    const ranges = result
      .filter(({ url }) => of(url))
      .flatMap(({ functions }) => functions.flatMap((one) => one.ranges));
    return ranges.reduce((sum, { count }) => sum + count, 0);
  } finally {
    await session.post('Profiler.stopPreciseCoverage').catch(() => undefined);
    session.disconnect();
  }
}

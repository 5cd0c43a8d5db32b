import { Session } from 'node:inspector/promises';
import { setFlagsFromString } from 'node:v8';

/**
 * The amount of code that runs in this thread during `work`: the number of function calls and, in modules that `work`
 * is the first to load, of branches and loop iterations. Independent of the machine and its load, so that super-linear
 * work can be told from slow work. Work inside the engine (a regular expression, `indexOf`) counts as one. `of` selects
 * scripts by URL; by default, all count.
 */
export async function countSteps(
  work: () => Promise<unknown>,
  of: (url: string) => boolean = () => true,
): Promise<number> {
  const session = new Session();
  session.connect();
  try {
    // Compiles cached modules again, with counters for their branches.
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

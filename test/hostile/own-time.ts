import { performance } from 'node:perf_hooks';

/**
 * Starts a stopwatch that does not run while other processes use the CPU; returns a function that reads it, in
 * milliseconds. It counts this process's CPU time and its idle time, so that long computations and forgotten timers
 * show, while the machine's load does not matter.
 */
export function ownTime(): () => number {
  const computed = process.cpuUsage();
  const loop = performance.eventLoopUtilization();
  return () => {
    const { user, system } = process.cpuUsage(computed);
    return (user + system) / 1000 + performance.eventLoopUtilization(loop).idle;
  };
}

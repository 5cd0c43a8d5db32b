import { performance } from 'node:perf_hooks';

/**
 * Starts a watch that stands still while others have the processor; returns what reads it, in milliseconds. It counts the time
 * in which this process computes, and the time in which it has nothing to do but wait: neither a long computation nor a
 * forgotten timer escapes it, and how busy the machine is does not matter.
 */
export function ownTime(): () => number {
  const computed = process.cpuUsage();
  const loop = performance.eventLoopUtilization();
  return () => {
    const { user, system } = process.cpuUsage(computed);
    return (user + system) / 1000 + performance.eventLoopUtilization(loop).idle;
  };
}

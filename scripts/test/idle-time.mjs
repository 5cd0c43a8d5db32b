// @ts-check
import { cpus } from 'node:os';

/** @typedef {Pick<import('node:os').CpuInfo, 'times'>} Processor */

/**
 * Begins to measure. The function that it returns says in a sentence how long the processors of this machine have been
 * idle since: a time that another order of the parts could use.
 * @param {() => readonly Processor[]} [read] milliseconds since the machine started
 * @returns {() => string}
 */
export function idleTime(read = cpus) {
  const before = secondsOf(read());
  return () => {
    const after = secondsOf(read());
    const [idle, all] = [after.idle - before.idle, after.all - before.all];
    return `the processors were idle for ${idle.toFixed(0)} of ${all.toFixed(0)} seconds`;
  };
}

/** @param {readonly Processor[]} processors */
function secondsOf(processors) {
  const sum = (/** @type {(times: Processor['times']) => number} */ of) =>
    processors.reduce((total, { times }) => total + of(times), 0) / 1000;
  return {
    idle: sum(({ idle }) => idle),
    all: sum(({ user, nice, sys, idle, irq }) => user + nice + sys + idle + irq),
  };
}

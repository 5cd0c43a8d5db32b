// @ts-check
import { readFileSync } from 'node:fs';
import { inRoot } from '../setup/paths.mjs';

/**
 * A test that was written for a fault, and that fails if the fault is present.
 * @typedef {object} Regression
 * @property {string} line the fault it belongs to
 * @property {string} file relative to the root of the repository
 * @property {string} test its name, with the names of the blocks around it, joined by ` > `
 * @property {'vitest' | 'playwright'} runner
 */

/**
 * The list of regression tests. `before`: the commit that has the faults; `testsOf`: the commit with the named tests.
 * @returns {{ before: string, testsOf: string, tests: Regression[] }}
 */
export function readRegressions() {
  return JSON.parse(readFileSync(inRoot('test', 'regressions.json'), 'utf8'));
}

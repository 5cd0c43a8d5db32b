// @ts-check
/**
 * @typedef {import('./requirements.mjs').Requirement &
 *   { passed: boolean, met: number, checks: number, output: string, seconds: number }} Outcome
 */

/** @param {Outcome} outcome */
export function printRow({ revision, name, met, checks, passed, required }) {
  const verdict = passed ? 'passed' : required ? 'FAILED' : 'not passed, not required';
  console.log([revision, name.padEnd(42), `${met}/${checks} checks`.padEnd(14), verdict].join('  '));
}

// @ts-check
/** @param {import('./summary.mjs').Scenario[]} scenarios */
export function printTable(scenarios) {
  for (const { revision, name, checks, failures, passed, required } of scenarios) {
    const verdict = passed ? 'passed' : required ? 'FAILED' : 'not passed, not required';
    console.log([revision, name.padEnd(42), `${checks - failures}/${checks} checks`.padEnd(14), verdict].join('  '));
  }
}

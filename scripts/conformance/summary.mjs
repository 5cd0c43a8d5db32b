// @ts-check
/** @typedef {{ revision: string, name: string, checks: number, failures: number, passed: boolean, required: boolean }} Scenario */

const result = /^([✓✗]) (\S+): (\d+) passed, (\d+) failed/;
const notScored = /^ {2}[✓✗] (\S+) \(/;

/**
 * Reads what the suite prints at its end: a line per scenario, then the ones that the revision does not require.
 * @param {string} revision
 * @param {string} output
 * @returns {Scenario[]}
 */
export function readSummary(revision, output) {
  const lines = output.slice(output.indexOf('=== SUITE SUMMARY ===')).split('\n');
  const optional = new Set(lines.map((line) => notScored.exec(line)?.[1]));
  return lines.flatMap((line) => {
    const [, mark, name, passed, failed] = result.exec(line) ?? [];
    if (name === undefined) return [];
    const counts = { checks: Number(passed) + Number(failed), failures: Number(failed) };
    return [{ revision, name, ...counts, passed: mark === '✓', required: !optional.has(name) }];
  });
}

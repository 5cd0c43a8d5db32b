// @ts-check
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runPlaywright, runVitest } from './test-before/run-tests.mjs';
import { layTestsOver } from './test-before/lay-tests-over.mjs';
import { printOutcomes, printQuirkOutcomes } from './test-before/print-outcomes.mjs';
import { readRegressions } from './test-before/regressions.mjs';
import { explain } from './setup/problem.mjs';
import { showProgress } from './setup/progress.mjs';

// Shows that regression tests can fail: the tests run against the sources of the commit before the faults were fixed;
// each test that `test/regressions.json` names must fail there. `--only LINE` runs the tests of one line. `--quirks`
// runs the tests of odd servers against the sources from before those were handled.

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const folder = mkdtempSync(join(tmpdir(), 'keyfob-before-'));
try {
  process.exitCode = (process.argv.includes('--quirks') ? await runQuirks() : await runRegressions()) ? 0 : 1;
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function runRegressions() {
  const { before, testsOf, tests } = readRegressions();
  const wanted = tests.filter(({ line }) => only === undefined || line === only);
  await showProgress(`Laying the tests over ${before}`, () => layTestsOver(folder, { before, testsOf }));
  const unit = wanted.filter(({ runner }) => runner === 'vitest');
  const endToEnd = wanted.filter(({ runner }) => runner === 'playwright');
  const found = [
    ...(await showProgress('Running the unit tests', () => runVitest(folder, unit))),
    ...(await showProgress('Running the end-to-end tests', () => runPlaywright(folder, endToEnd))),
  ];
  return printOutcomes(wanted, found);
}

async function runQuirks() {
  const before = '1085303';
  await showProgress(`Laying the tests over ${before}`, () => layTestsOver(folder, { before }));
  const found = await showProgress('Running the tests', () => runVitest(folder, [{ file: 'test/quirks' }]));
  return printQuirkOutcomes(found);
}

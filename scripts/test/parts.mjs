// @ts-check
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { inRoot, root } from '../setup/paths.mjs';
import { testsOfPlaywright, testsOfVitest } from './timed-tests.mjs';

/**
 * @typedef {import('./timed-tests.mjs').TimedTest} TimedTest
 * @typedef {{ passed: number, failed: number, tests: TimedTest[] }} Results
 * @typedef {object} Part
 * @property {string} name
 * @property {'tools' | 'desktop'} needs what of the set-up must have worked; the desktop's parts run beside the others
 * @property {string[]} command an npm script and what it is given
 * @property {NodeJS.ProcessEnv} [environment]
 * @property {(exitCode: number) => Results} read its results; `tests` is empty where it tests as one
 */

const { scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));

/** The parts of `npm test`, longest first; add another suite here. @type {Part[]} */
export const parts = [
  withReport({
    name: 'unit tests',
    needs: 'tools',
    // Fewer workers than when they run alone: the other parts use the time in which they wait.
    command: (report) => [
      'test:unit',
      '--maxWorkers=2',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    read: (report) => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      tests: testsOfVitest(report, root),
    }),
  }),
  ...Object.keys(scripts)
    .filter((name) => name.startsWith('check:'))
    .map((name) => check(name)),
  withReport({
    name: 'faults',
    needs: 'tools',
    // Fewer runs than the command's default: each starts a process and kills it.
    command: (report) => ['test:faults', '--runs=5', `--report=${report}`],
    read: (report) => report,
  }),
  withReport({
    name: 'conformance',
    needs: 'tools',
    command: () => ['test:conformance'],
    read: (report) => report,
  }),
  withReport({
    name: 'end-to-end tests',
    needs: 'desktop',
    command: () => ['test:e2e', '--reporter=list,json'],
    environment: (report) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: report }),
    read: resultsOfPlaywright,
  }),
  withReport({
    name: 'install tests',
    needs: 'tools',
    // Left out, without a report, where packages cannot be installed.
    command: () => ['test:install', '--reporter=list,json'],
    environment: (report) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: report }),
    read: resultsOfPlaywright,
  }),
];

/**
 * A test that passed only on a retry counts as failed.
 * @param {any} report
 * @returns {Results}
 */
function resultsOfPlaywright(report) {
  return {
    passed: report.stats.expected,
    failed: report.stats.unexpected + report.stats.flaky,
    tests: testsOfPlaywright(report),
  };
}

/**
 * One of package.json's check scripts, which passes or fails as a whole.
 * @param {string} script @returns {Part}
 */
function check(script) {
  return {
    name: script,
    needs: 'tools',
    command: [script],
    read: (exitCode) => ({ passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, tests: [] }),
  };
}

/**
 * A suite that writes its results to a JSON file.
 * @param {object} suite
 * @param {string} suite.name
 * @param {Part['needs']} suite.needs
 * @param {(report: string) => string[]} suite.command
 * @param {(report: string) => NodeJS.ProcessEnv} [suite.environment]
 * @param {(report: any) => Results} suite.read
 * @returns {Part}
 */
function withReport({ name, needs, command, environment, read }) {
  const report = inRoot('build', 'reports', `${name.replaceAll(' ', '-')}.json`);
  return {
    name,
    needs,
    get command() {
      // Removes the previous report, which must not count if this run writes none.
      mkdirSync(dirname(report), { recursive: true });
      rmSync(report, { force: true });
      return command(report);
    },
    environment: environment?.(report) ?? {},
    read: (exitCode) => {
      const { passed, failed, tests } = existsSync(report)
        ? read(JSON.parse(readFileSync(report, 'utf8')))
        : { passed: 0, failed: 0, tests: [] };
      // A file that does not load, or an error outside of tests, counts as one failure.
      return { passed, failed: exitCode !== 0 && failed === 0 ? 1 : failed, tests };
    },
  };
}

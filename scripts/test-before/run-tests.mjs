// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { npmFile } from '../setup/npm.mjs';
import { machineNode } from '../setup/paths.mjs';

/**
 * @typedef {import('./regressions.mjs').Regression} Regression
 * @typedef {object} Result
 * @property {string} file
 * @property {string | undefined} test undefined: the whole file did not load
 * @property {boolean} passed
 * @property {boolean} [comparison] the test is to pass on the earlier sources
 * @property {string} message the first line of why it failed
 */

/** @param {string} folder @param {Pick<Regression, 'file'>[]} tests @returns {Promise<Result[]>} */
export async function runVitest(folder, tests) {
  if (tests.length === 0) return [];
  const report = join(folder, 'build', 'before-unit.json');
  runScript(folder, ['test:unit', '--', ...filesOf(tests), '--reporter=json', `--outputFile=${report}`], {});
  return read(report).testResults.flatMap((/** @type {any} */ { name, message, assertionResults }) => {
    const file = relative(folder, name);
    if (assertionResults.length === 0) return [{ file, test: undefined, passed: false, message: firstLine(message) }];
    return assertionResults.map((/** @type {any} */ { ancestorTitles, title, status, failureMessages, meta }) => ({
      file,
      test: [...ancestorTitles, title].join(' > '),
      passed: status === 'passed',
      comparison: meta?.comparison,
      message: firstLine(failureMessages?.[0] ?? status),
    }));
  });
}

/** @param {string} folder @param {Regression[]} tests @returns {Promise<Result[]>} */
export async function runPlaywright(folder, tests) {
  if (tests.length === 0) return [];
  const report = join(folder, 'build', 'before-end-to-end.json');
  const names = tests.map(({ test }) => test.replaceAll(' > ', ' ').replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const args = ['test:e2e', '--', ...filesOf(tests), '-g', names.join('|'), '--reporter=json'];
  runScript(folder, args, { PLAYWRIGHT_JSON_OUTPUT_FILE: report });
  const { suites, errors } = read(report);
  // Playwright reports a file that does not load as an error of the run, with its location.
  const unloaded = errors.map((/** @type {any} */ { message, location }) => ({
    file: relative(folder, location?.file ?? folder),
    test: undefined,
    passed: false,
    message: firstLine(message),
  }));
  return [...unloaded, ...suites.flatMap((/** @type {any} */ suite) => inSuite(suite, []))];
}

/** @param {any} suite @param {string[]} titles @returns {Result[]} */
function inSuite(suite, titles) {
  const { specs = [], suites = [] } = suite;
  const own = specs.map((/** @type {any} */ { title, ok, file, tests }) => ({
    file: join('test', 'end-to-end', file),
    test: [...titles, title].join(' > '),
    passed: ok,
    message: firstLine(tests[0]?.results[0]?.error?.message ?? 'failed'),
  }));
  return [...own, ...suites.flatMap((/** @type {any} */ inner) => inSuite(inner, [...titles, inner.title]))];
}

/** @param {string} folder @param {string[]} args @param {NodeJS.ProcessEnv} environment */
function runScript(folder, args, environment) {
  spawnSync(machineNode(), [npmFile(), 'run', '--silent', ...args], {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** @param {string} report @returns {any} */
function read(report) {
  if (!existsSync(report)) throw new Error(`${report} was not written: the tests did not run`);
  return JSON.parse(readFileSync(report, 'utf8'));
}

/** @param {Pick<Regression, 'file'>[]} tests */
const filesOf = (tests) => [...new Set(tests.map(({ file }) => file))];

/** @param {string} message */
const firstLine = (message) =>
  message
    .replaceAll(/\u{1b}\[\d+m/gu, '')
    .trim()
    .split('\n')[0] ?? '';

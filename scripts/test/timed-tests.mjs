// @ts-check

/**
 * @typedef {object} TimedTest
 * @property {string} name its file and its whole name
 * @property {number} seconds
 */

/**
 * The tests in a Vitest report.
 * @param {any} report
 * @param {string} root
 * @returns {TimedTest[]}
 */
export function testsOfVitest({ testResults }, root) {
  return testResults.flatMap((/** @type {any} */ file) =>
    file.assertionResults.map((/** @type {any} */ { fullName, duration }) => ({
      name: `${file.name.replace(`${root}/`, '')}: ${fullName}`,
      seconds: (duration ?? 0) / 1000,
    })),
  );
}

/**
 * The tests in a Playwright report; the time of a retried test includes all tries.
 * @param {any} report
 * @returns {TimedTest[]}
 */
export function testsOfPlaywright({ suites }) {
  return suites.flatMap((/** @type {any} */ suite) => testsOfSuite(suite));
}

/** @param {any} suite @returns {TimedTest[]} */
function testsOfSuite({ specs = [], suites = [] }) {
  return [
    ...specs.map((/** @type {any} */ { file, title, tests }) => ({
      name: `${file}: ${title}`,
      seconds:
        tests
          .flatMap((/** @type {any} */ { results }) => results)
          .reduce((/** @type {number} */ sum, /** @type {any} */ { duration }) => sum + duration, 0) / 1000,
    })),
    ...suites.flatMap(testsOfSuite),
  ];
}

/** The slowest tests, slowest first. @param {readonly TimedTest[]} tests @param {number} count */
export const slowest = (tests, count) => tests.toSorted((a, b) => b.seconds - a.seconds).slice(0, count);

/** One line per test or part: seconds, then name. @param {readonly TimedTest[]} tests */
export const timesOf = (tests) =>
  tests.map(({ name, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${name}`).join('\n');

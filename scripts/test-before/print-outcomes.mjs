// @ts-check

/**
 * Prints the result of each named test at the earlier commit. A missing test counts as a mistake in the list, unless
 * its whole file did not load, which is reported.
 * @param {import('./regressions.mjs').Regression[]} tests
 * @param {import('./run-tests.mjs').Result[]} results
 * @returns {boolean} whether each of them fails there
 */
export function printOutcomes(tests, results) {
  let mistakes = 0;
  for (const { line, file, test } of tests) {
    const result =
      results.find((found) => found.file === file && found.test === test) ??
      results.find((found) => found.file === file && found.test === undefined);
    const outcome = outcomeOf(result);
    if (outcome === 'PASSES' || outcome === 'NOT FOUND') mistakes++;
    console.log(
      `${line.padEnd(14)} ${outcome.padEnd(13)} ${file} > ${test}\n${' '.repeat(29)}${result?.message ?? ''}`,
    );
  }
  console.log(`${tests.length - mistakes} of ${tests.length} tests fail before, ${mistakes} do not.`);
  return mistakes === 0 && tests.length > 0;
}

/**
 * Prints the result of each test of odd servers at the earlier commit, and how many behave otherwise than they should.
 * @param {import('./run-tests.mjs').Result[]} results
 * @returns {boolean} whether each loads and fails there, but those for comparison, which pass
 */
export function printQuirkOutcomes(results) {
  const rows = results.filter(({ test, comparison }) => test === undefined || comparison !== undefined);
  const told = rows.map((result) => ({
    ...result,
    right: result.test !== undefined && result.passed === (result.comparison ?? false),
  }));
  for (const { file, test, passed, comparison, right, message } of told) {
    const outcome = test === undefined ? 'does not load' : passed ? 'passes' : 'fails';
    console.log(
      `${right ? '✓' : '✘'} ${outcome}${comparison ? ' (comparison)' : ''}: ${file} > ${test ?? ''}\n    ${message}`,
    );
  }
  const comparisons = told.filter(({ comparison }) => comparison).length;
  const wrong = told.filter(({ right }) => !right).length;
  const failing = told.filter(({ passed }) => !passed).length;
  console.log(
    `${failing} of ${told.length} fail before, ${comparisons} are for comparison, ${wrong} are not as they should be.`,
  );
  return wrong === 0 && told.length > 0;
}

/** @param {import('./run-tests.mjs').Result | undefined} result */
function outcomeOf(result) {
  if (!result) return 'NOT FOUND';
  if (result.passed) return 'PASSES';
  return result.test === undefined ? 'does not load' : 'fails';
}

// @ts-check
import { installRealServers } from './real-servers/install.mjs';
import { setUp } from './setup.mjs';
import { installTestClients } from './test-clients/install.mjs';
import { explain } from './setup/problem.mjs';
import { showProgress } from './setup/progress.mjs';
import { idleTime } from './test/idle-time.mjs';
import { parts } from './test/parts.mjs';
import { runPart } from './test/run-part.mjs';
import { slowest, timesOf } from './test/timed-tests.mjs';

/** @typedef {import('./test/parts.mjs').Part} Part */
/** @typedef {import('./test/timed-tests.mjs').TimedTest} TimedTest */

const total = { passed: 0, failed: 0 };
/** The time of each part. @type {TimedTest[]} */
const times = [];
/** The time of each test; a part without single tests counts as one. @type {TimedTest[]} */
const tests = [];

/** Why the parts that need a desktop cannot run; the others run anyway. */
const obstacle = await setUp(['window', 'desktop', 'another machine']).then(() => '', explain);
if (obstacle) console.error(obstacle);
// Without them, the tests that need them fail and say so.
for (const install of [installRealServers, installTestClients])
  await install().catch((error) => console.error(explain(error)));

const [inDesktop, others] = [true, false].map((wanted) =>
  parts.filter(({ needs }) => (needs === 'desktop') === wanted),
);
const idle = idleTime();
// The tests in a desktop wait for windows and browsers half of the time, which is enough for the others.
await showProgress('Checking and testing', () =>
  Promise.all([...(inDesktop ?? []).map(runAndShow), runInPairs(others ?? [])]),
);

console.log(`\n== the time of each part\n${timesOf(times)}`);
console.log(`\n== the ten slowest tests\n${timesOf(slowest(tests, 10))}\n`);
console.log(`${idle()}\n`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

/**
 * Two at a time: the unit tests take as long as the others together.
 * @param {Part[]} waiting
 */
async function runInPairs(waiting) {
  const rest = [...waiting];
  const lane = async () => {
    for (let part = rest.shift(); part; part = rest.shift()) await runAndShow(part);
  };
  await Promise.all([lane(), lane()]);
}

/** @param {Part} part */
async function runAndShow(part) {
  const blocked = part.needs === 'desktop' ? obstacle : '';
  const began = performance.now();
  const results = blocked ? failure(blocked) : await runPart(part).catch((error) => failure(explain(error)));
  const time = { name: part.name, seconds: (performance.now() - began) / 1000 };
  times.push(time);
  if (results.tests.length === 0) tests.push(time);
  for (const { name, seconds } of results.tests) tests.push({ name: `${part.name}: ${name}`, seconds });
  const { passed, failed, output } = results;
  total.passed += passed;
  total.failed += failed;
  console.log(`\n== ${part.name}: ${passed} passed, ${failed} failed\n${output}`.trimEnd());
}

/** @param {string} output */
function failure(output) {
  return { passed: 0, failed: 1, tests: [], output };
}

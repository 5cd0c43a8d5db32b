// @ts-check
import { mkdirSync, writeFileSync } from 'node:fs';
import { clientRequirements } from './conformance/requirements.mjs';
import { runScenario } from './conformance/run-scenario.mjs';
import { printRow } from './conformance/table.mjs';
import { setUp } from './setup.mjs';
import { inRoot } from './setup/paths.mjs';
import { explain } from './setup/problem.mjs';
import { bundle } from './test/bundle.mjs';

// Runs the official client conformance suite against the engine: what each of the two newest revisions requires, and
// the extensions that Keyfob supports. No scenario is excluded or retried.

/** Concurrent clients: each is a process that needs most of a core to start. */
const sideBySide = 2;

try {
  await setUp([]);
  const wanted = process.argv.slice(2);
  const requirements = clientRequirements().filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const outcomes = await runAll(requirements, await bundle('test/conformance/client.ts'));
  const required = outcomes.filter((outcome) => outcome.required);
  const failed = required.filter((outcome) => !outcome.passed);
  for (const { name, output } of failed) console.error(`\n${name}\n${output.split('\n').slice(-60).join('\n')}`);
  console.log(`${required.length - failed.length} of ${required.length} required scenarios passed`);
  mkdirSync(inRoot('build', 'reports'), { recursive: true });
  const tests = outcomes.map(({ revision, name, seconds }) => ({ name: `${revision} ${name}`, seconds }));
  const report = { passed: required.length - failed.length, failed: failed.length, tests };
  writeFileSync(inRoot('build', 'reports', 'conformance.json'), JSON.stringify(report));
  process.exitCode = failed.length === 0 && required.length > 0 ? 0 : 1;
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

/** @param {import('./conformance/requirements.mjs').Requirement[]} requirements @param {string} client */
async function runAll(requirements, client) {
  const waiting = requirements.values();
  /** @type {import('./conformance/table.mjs').Outcome[]} */
  const outcomes = [];
  const work = async () => {
    for (const requirement of waiting) {
      const outcome = await runScenario(requirement, client);
      printRow(outcome);
      outcomes.push(outcome);
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  return outcomes;
}

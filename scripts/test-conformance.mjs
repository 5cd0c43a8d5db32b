// @ts-check
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSummary } from './conformance/summary.mjs';
import { printTable } from './conformance/table.mjs';
import { setUp } from './setup.mjs';
import { inRoot, root, toolEnvironment, toolNode } from './setup/paths.mjs';
import { explain } from './setup/problem.mjs';

// The official client conformance suite against the engine: what each of the two newest revisions requires. No scenario is
// excused; what a revision does not require (extensions, later additions) is run by the suite too and shown, and not counted.

const revisions = ['2025-11-25', '2026-07-28'];

try {
  await setUp([]);
  /** @type {import('./conformance/summary.mjs').Scenario[]} */
  const scenarios = [];
  for (const revision of revisions) scenarios.push(...(await runSuite(revision)));
  printTable(scenarios);
  const required = scenarios.filter((scenario) => scenario.required);
  const failed = required.filter((scenario) => !scenario.passed).length;
  const report = inRoot('build', 'reports', 'conformance.json');
  mkdirSync(inRoot('build', 'reports'), { recursive: true });
  writeFileSync(report, JSON.stringify({ passed: required.length - failed, failed }));
  process.exitCode = failed === 0 && required.length > 0 ? 0 : 1;
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

/** @param {string} revision */
async function runSuite(revision) {
  const suite = inRoot('node_modules', '@modelcontextprotocol', 'conformance', 'dist', 'index.js');
  const client = `${toolNode()} ${inRoot('test', 'conformance', 'client.ts')}`;
  const results = mkdtempSync(join(tmpdir(), 'keyfob-conformance-'));
  try {
    const args = [suite, 'client', '--command', client, '--requirements', revision, '-o', results];
    return readSummary(revision, await outputOf(toolNode(), args));
  } finally {
    rmSync(results, { recursive: true, force: true });
  }
}

/**
 * What a command prints, however it ends: the suite fails as a whole for scenarios that are not required.
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<string>}
 */
function outputOf(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env: toolEnvironment(), stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (/** @type {Buffer} */ chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', () => resolve(output));
  });
}

// @ts-check
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot, root, toolEnvironment, toolNode } from '../setup/paths.mjs';
import { temporaryFilesInMemory } from '../test/in-memory.mjs';
import { keptCode } from '../test/kept-code.mjs';

/** How long one scenario may take, in milliseconds: a second on a quiet machine. */
const limit = 120_000;

/**
 * Runs one scenario with a client of its own. The suite can run all of a revision itself, but starts all clients at once:
 * on two cores that are busy besides, its servers then give up on some of them.
 * @param {import('./requirements.mjs').Requirement} requirement
 * @returns {Promise<import('./table.mjs').Outcome>}
 */
export async function runScenario(requirement) {
  const { revision, name } = requirement;
  const suite = inRoot('node_modules', '@modelcontextprotocol', 'conformance', 'dist', 'index.js');
  const client = `${toolNode()} ${inRoot('test', 'conformance', 'client.ts')}`;
  const began = performance.now();
  const results = mkdtempSync(join(tmpdir(), 'keyfob-conformance-'));
  // Extensions belong to no revision: without force they are skipped.
  const args = [suite, 'client', '--command', client, '--scenario', name, '--spec-version', revision, '--force'];
  try {
    const { output, code } = await run([...args, '--timeout', String(limit / 2), '-o', results]);
    const [, passed = '0', checks = '0'] = /^Passed: (\d+)\/(\d+),/m.exec(output) ?? [];
    // The suite can print checks that all passed and end badly, for a client that did: both have to be well.
    const good = code === 0 && Number(checks) > 0 && output.includes('OVERALL: PASSED');
    return {
      ...requirement,
      passed: good,
      met: Number(passed),
      checks: Number(checks),
      output: good ? '' : output,
      seconds: (performance.now() - began) / 1000,
    };
  } finally {
    rmSync(results, { recursive: true, force: true });
  }
}

/** @param {string[]} args @returns {Promise<{ output: string, code: number | null }>} */
function run(args) {
  return new Promise((resolve, reject) => {
    const env = toolEnvironment({ ...temporaryFilesInMemory(), ...keptCode() });
    const child = spawn(toolNode(), args, { cwd: root, env, timeout: limit });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (/** @type {Buffer} */ chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ output, code }));
  });
}

// @ts-check
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot, root, toolEnvironment, toolNode } from '../setup/paths.mjs';
import { temporaryFilesInMemory } from '../test/in-memory.mjs';
import { keptCode } from '../test/kept-code.mjs';

/** The time limit of one scenario in milliseconds; on an idle machine it takes a second. */
const limit = 120_000;

/**
 * Runs one scenario with its own process of the client. The suite can run a whole revision, but starts all clients at
 * once: on two busy cores, its servers then time out.
 * @param {import('./requirements.mjs').Requirement} requirement @param {string} clientFile
 * @returns {Promise<import('./table.mjs').Outcome>}
 */
export async function runScenario(requirement, clientFile) {
  const { revision, name } = requirement;
  const suite = inRoot('node_modules', '@modelcontextprotocol', 'conformance', 'dist', 'index.js');
  const client = `${toolNode()} ${clientFile}`;
  const began = performance.now();
  const results = mkdtempSync(join(tmpdir(), 'keyfob-conformance-'));
  // Extensions belong to no revision: without `--force` they are skipped.
  const args = [suite, 'client', '--command', client, '--scenario', name, '--spec-version', revision, '--force'];
  try {
    const { output, code } = await run([...args, '--timeout', String(limit / 2), '-o', results]);
    const [, passed = '0', checks = '0'] = /^Passed: (\d+)\/(\d+),/m.exec(output) ?? [];
    // The suite can report that all checks passed and still exit with an error of its client: both must succeed.
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

// @ts-check
import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { npmFile } from '../setup/npm.mjs';
import { machineNode, root } from '../setup/paths.mjs';

/** Below that of the tests in a desktop, which take longest: the others have the time in which those wait. */
const priorityOfOthers = 5;

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Runs one part and buffers its output, so that concurrent parts do not mix theirs.
 * @param {import('./parts.mjs').Part} part
 * @returns {Promise<import('./parts.mjs').Results & { output: string }>}
 */
export async function runPart(part) {
  const [script = '', ...args] = part.command;
  const child = spawn(machineNode(), [npmFile(), 'run', '--silent', script, '--', ...args], {
    cwd: root,
    env: { ...process.env, ...part.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // In a process group of its own, so that all its processes end with `npm test`.
    detached: true,
  });
  // The processes that it starts inherit this.
  if (child.pid !== undefined && part.needs !== 'desktop') setPriority(child.pid, priorityOfOthers);
  const end = () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    // Later, so that a concurrent part is signalled too.
    setImmediate(() => process.exit(1));
  };
  for (const signal of signals) process.on(signal, end);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (/** @type {Buffer} */ chunk) => (output += chunk));
  /** @type {number} */
  const exitCode = await new Promise((resolve) => {
    child.on('error', (error) => {
      output += error.message;
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
  for (const signal of signals) process.off(signal, end);
  return { ...part.read(exitCode), output: output.trimEnd() };
}

// @ts-check
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Problem } from './problem.mjs';

/** The end of a failed command's output, which contains the reason. */
const shownLines = 40;

/** A tool of util-linux, which Debian always has. */
const setpriv = '/usr/bin/setpriv';

/**
 * The command, tied to our lifetime: if setup is killed, no installer may keep writing to the folder that the next
 * setup uses.
 * @param {string} command
 * @param {string[]} args
 * @returns {[string, string[]]}
 */
export function tied(command, args) {
  if (process.platform !== 'linux' || !existsSync(setpriv)) return [command, args];
  return [setpriv, ['--pdeathsig', 'KILL', '--', command, ...args]];
}

/**
 * Runs a command and captures its output: a successful setup prints a few lines, a failed one prints what failed.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<string>} what it wrote to stdout
 * @throws {Problem} with the end of its output, when it does not exit with 0
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let all = '';
    child.stdout?.on('data', (/** @type {Buffer} */ chunk) => {
      out += chunk;
      all += chunk;
    });
    child.stderr?.on('data', (/** @type {Buffer} */ chunk) => {
      all += chunk;
    });
    child.on('error', (error) => reject(new Problem(`${command} cannot be run: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(out);
      const end = all.trimEnd().split('\n').slice(-shownLines).join('\n');
      reject(new Problem(`${end}\n${[command, ...args].join(' ')} ended with ${signal ?? `code ${code}`}`));
    });
  });
}

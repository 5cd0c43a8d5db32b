// @ts-check
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Problem } from './problem.mjs';

/** The end of a failed command's output, where the reason stands. */
const shownLines = 40;

/** A tool of util-linux, which Debian always has. */
const setpriv = '/usr/bin/setpriv';

/**
 * The command, tied to our life: a set-up that is killed must not leave an installer at work on the folder that the next
 * set-up starts on.
 * @param {string} command
 * @param {string[]} args
 * @returns {[string, string[]]}
 */
export function tied(command, args) {
  if (process.platform !== 'linux' || !existsSync(setpriv)) return [command, args];
  return [setpriv, ['--pdeathsig', 'KILL', '--', command, ...args]];
}

/**
 * Runs a command and keeps its output to itself: a working set-up is a few lines, a failing one shows what failed.
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

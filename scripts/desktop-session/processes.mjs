// @ts-check
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a process may take to end before it is killed, in milliseconds. */
const grace = 2_000;
const look = 50;

/**
 * Ends every process of a session: those with its folder in their environment, which daemons keep too, or as a part of
 * their working directory, because Electron overwrites its environment with its title; and all their descendants.
 * @param {string} folder
 */
export async function endProcesses(folder) {
  const began = Date.now();
  const told = new Set();
  for (;;) {
    const pids = processesOf(folder);
    if (pids.length === 0) return;
    const patient = Date.now() - began < grace;
    for (const pid of pids) {
      if (patient && told.has(pid)) continue;
      told.add(pid);
      signal(pid, patient ? 'SIGTERM' : 'SIGKILL');
    }
    await sleep(look);
  }
}

/** @param {string} folder @returns {number[]} */
function processesOf(folder) {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid)
    .map((pid) => ({ pid, ...lookAt(pid) }));
  const isOfSession = (/** @type {ReturnType<typeof lookAt>} */ { environment, directory }) =>
    environment.includes(folder) || directory.startsWith(folder);
  const found = new Set(processes.filter(isOfSession).map(({ pid }) => pid));
  // A child may have a smaller number than its parent, so repeat until a round finds no new process.
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const { pid, parent } of processes) if (parent !== undefined && found.has(parent)) found.add(pid);
  }
  const dead = new Set(processes.filter(({ state }) => state === 'Z').map(({ pid }) => pid));
  return [...found].filter((pid) => !dead.has(pid));
}

/** @param {number} pid */
function lookAt(pid) {
  // The name in parentheses may contain anything; state and parent follow the last parenthesis.
  const [state, parent] = readOr(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
  return {
    state,
    parent: parent ? Number(parent) : undefined,
    environment: readOr(`/proc/${pid}/environ`),
    directory: readOr(`/proc/${pid}/cwd`, (file) => readlinkSync(file)),
  };
}

/**
 * Empty if the process has ended, or belongs to another user.
 * @param {string} file
 * @param {(file: string) => string} [read]
 */
function readOr(file, read = (file) => readFileSync(file, 'utf8')) {
  try {
    return read(file);
  } catch {
    return '';
  }
}

/** @param {number} pid @param {NodeJS.Signals} name */
function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // It has already ended.
  }
}

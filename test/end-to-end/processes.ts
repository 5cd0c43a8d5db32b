import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Kills every process that belongs to a folder, and waits until none is left. Recognised by working folder, environment
 * or arguments: Electron and Chromium overwrite their environment with their title, and processes that a desktop starts
 * for a link have no parent here.
 */
export async function endProcessesOf(folder: string): Promise<void> {
  while (killProcessesOf(folder)) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** The same without waiting, for a process that is about to exit. Returns whether there were any. */
export function killProcessesOf(folder: string): boolean {
  const pids = processesOf(folder);
  for (const pid of pids) quietly(() => process.kill(pid, 'SIGKILL'));
  return pids.length > 0;
}

/** The processes of pages of the app or browser whose data is in this folder. */
export function pagesOf(folder: string): number[] {
  return processesOf(folder).filter((pid) =>
    quietly(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.includes('--type=renderer'),
  );
}

function processesOf(folder: string): number[] {
  const isThere = (text: string | undefined): boolean => text?.includes(folder) === true;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid)
    .filter(
      (pid) =>
        isThere(quietly(() => readlinkSync(`/proc/${pid}/cwd`))) ||
        isThere(quietly(() => readFileSync(`/proc/${pid}/environ`, 'utf8'))) ||
        isThere(quietly(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))),
    );
}

/** Undefined if the process has ended, or belongs to another user. */
function quietly<Value>(look: () => Value): Value | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

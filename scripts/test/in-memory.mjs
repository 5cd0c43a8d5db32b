// @ts-check
import { accessSync, constants, readFileSync, statfsSync } from 'node:fs';

/** What the tests that run at the same time need, and a good deal more. Bytes. */
const enough = 2 * 2 ** 30;

/**
 * The environment in which temporary files lie in memory, where this machine has a folder for that. On a disk each commit of
 * SQLite and each start of a browser waits until the disk has it, and no test is about how long a disk takes.
 * @param {{ folder?: string, mounts?: string, room?: number }} [machine] `room`: the bytes that must be free
 * @returns {{ TMPDIR?: string }}
 */
export function temporaryFilesInMemory({ folder = '/dev/shm', mounts = '/proc/self/mounts', room = enough } = {}) {
  try {
    accessSync(folder, constants.W_OK);
    const mount = readFileSync(mounts, 'utf8')
      .split('\n')
      .map((line) => line.split(' '))
      .find(([, at]) => at === folder);
    const [, , kind, options = ''] = mount ?? [];
    // Tests write programs there, and start them.
    if (kind !== 'tmpfs' || options.split(',').includes('noexec')) return {};
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < room ? {} : { TMPDIR: folder };
  } catch {
    // Another system, or a container without that folder.
    return {};
  }
}

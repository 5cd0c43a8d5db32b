// @ts-check
import { accessSync, constants, readFileSync, statfsSync } from 'node:fs';

/** The free space that concurrent tests need, with a large margin. Bytes. */
const enough = 2 * 2 ** 30;

/**
 * An environment that puts temporary files in memory, if this machine has a folder for that. On a disk, each SQLite
 * commit and each browser start waits for the disk, which no test depends on.
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
    // Tests write programs there and run them.
    if (kind !== 'tmpfs' || options.split(',').includes('noexec')) return {};
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < room ? {} : { TMPDIR: folder };
  } catch {
    // Another operating system, or a container without that folder.
    return {};
  }
}

import { lstat, mkdir, readlink, symlink, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '../base/fault.ts';

/** `ours`: a symbolic link that leads to `target`. `other`: anything else with that name. */
export async function stateOfLink(path: string, target: string): Promise<'ours' | 'absent' | 'other'> {
  try {
    const isLink = (await lstat(path)).isSymbolicLink();
    return isLink && (await readlink(path)) === target ? 'ours' : 'other';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'absent';
    throw error;
  }
}

/** Throws `config_changed` where something has that name by now, and what the file system throws. */
export async function makeLink(path: string, target: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  try {
    await symlink(target, path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    throw new Fault('config_changed', 'another file has the name of the link', { cause });
  }
}

/** Removes the link where it is ours. */
export async function removeLink(path: string, target: string): Promise<void> {
  if ((await stateOfLink(path, target)) === 'ours') await unlink(path);
}

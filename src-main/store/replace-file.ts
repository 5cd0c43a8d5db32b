import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';

/** Replaces a file atomically. Without the first sync, a power failure could leave the new name with an empty file. */
export function replaceFile(from: string, to: string): void {
  sync(from, 'r+');
  renameSync(from, to);
  // Windows cannot open folders; NTFS journals names by itself.
  if (process.platform !== 'win32') sync(dirname(to), 'r');
}

function sync(path: string, flags: string): void {
  const open = openSync(path, flags);
  try {
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
}

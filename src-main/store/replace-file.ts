import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Puts a file in another one's place so that there is always one of the two, whole: without the first sync, a power cut may
 * leave the new name on a file that is still empty.
 */
export function replaceFile(from: string, to: string): void {
  sync(from, 'r+');
  renameSync(from, to);
  // Windows opens no folder; its file system keeps names by itself.
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

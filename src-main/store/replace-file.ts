import { closeSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { type BusyOptions, renameBusy } from '../base/busy-file.ts';

/**
 * Replaces a file atomically. Without the first sync, a power failure could leave the new name with an empty file. On
 * Windows, tries again while another process has one of the two open; throws what the file system throws.
 */
export function replaceFile(from: string, to: string, options: BusyOptions = {}): void {
  const { platform = process.platform } = options;
  sync(from, 'r+');
  renameBusy(from, to, options);
  // Windows cannot open folders; NTFS journals names by itself.
  if (platform !== 'win32') sync(dirname(to), 'r');
}

function sync(path: string, flags: string): void {
  const open = openSync(path, flags);
  try {
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
}

import { renameSync, rmSync } from 'node:fs';

/** What a test replaces: the system, and how the process waits. */
export interface BusyOptions {
  platform?: NodeJS.Platform;
  /** Blocks the process for so many milliseconds. */
  pause?: (milliseconds: number) => void;
}

/** In milliseconds, about one second in all. */
const pauses = [10, 20, 40, 80, 160, 320, 320];

/** Windows' codes for a file that another process has open without sharing it, such as a virus scanner. */
const busyCodes = new Set<unknown>(['EPERM', 'EBUSY', 'EACCES']);

/** Renames a file. On Windows, tries up to eight times while another process has it open. Throws the last error. */
export function renameBusy(from: string, to: string, options?: BusyOptions): void {
  untilFree(() => renameSync(from, to), options);
}

/** Deletes a file in the same way. Returns whether it is gone; never throws. */
export function removeBusy(path: string, options?: BusyOptions): boolean {
  try {
    untilFree(() => rmSync(path, { force: true }), options);
    return true;
  } catch {
    return false;
  }
}

/** Does `work`; on Windows, again while another process has the file open. Throws the last error. */
export function untilFree(work: () => void, { platform = process.platform, pause = block }: BusyOptions = {}): void {
  for (const milliseconds of platform === 'win32' ? pauses : []) {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && busyCodes.has(error.code))) throw error;
    }
    pause(milliseconds);
  }
  work();
}

/** A file is renamed within synchronous work, which may hold a transaction, so that nothing may run meanwhile. */
function block(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

import { realpathSync, watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';

/** In milliseconds: programs write their files in several steps. */
const settled = 500;

/**
 * Calls `onChange` some time after one of the files has changed, was replaced, or was deleted. Folders are watched, for
 * programs replace their files; one of them may hold much else, so only names of these files count. Never keeps the
 * process alive.
 */
export class WatchedFiles {
  readonly #onChange: () => void;
  readonly #delay: number;
  #watchers = new Map<string, FSWatcher>();
  /** By folder. */
  #names = new Map<string, Set<string>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(onChange: () => void, delay = settled) {
    this.#onChange = onChange;
    this.#delay = delay;
  }

  /** Watches these files from now on, and no others. A folder that does not exist is left out until the next call. */
  set(paths: readonly string[]): void {
    this.#names = new Map();
    for (const path of new Set(paths.flatMap((one) => [one, realPathOf(one)]))) {
      const names = this.#names.get(dirname(path)) ?? new Set();
      this.#names.set(dirname(path), names.add(basename(path)));
    }
    for (const [folder, watcher] of this.#watchers) if (!this.#names.has(folder)) this.#end(folder, watcher);
    for (const folder of this.#names.keys()) if (!this.#watchers.has(folder)) this.#begin(folder);
  }

  stop(): void {
    clearTimeout(this.#timer);
    for (const [folder, watcher] of this.#watchers) this.#end(folder, watcher);
  }

  #begin(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, (_, name) => {
        if (name === null || this.#names.get(folder)?.has(name)) this.#soon();
      });
      // As where the folder was deleted.
      watcher.on('error', () => this.#end(folder, watcher));
      this.#watchers.set(folder, watcher);
    } catch {
      // It is not there, or the system watches no more: the window's focus is a look as well.
    }
  }

  #end(folder: string, watcher: FSWatcher): void {
    watcher.close();
    this.#watchers.delete(folder);
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#onChange, this.#delay).unref();
  }
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

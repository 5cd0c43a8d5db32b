import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** How many copies are kept besides those that an undo needs. */
const mostUnneeded = 20;

/** Dated copies of files before Keyfob changed them, in a folder of Keyfob's own: they hold what the files hold. */
export class Copies {
  readonly #folder: string;
  readonly #now: () => number;

  constructor(folder: string, now: () => number) {
    this.#folder = folder;
    this.#now = now;
  }

  /** Where a copy of this file would be kept now. */
  pathFor(program: string, file: string): string {
    const date = new Date(this.#now()).toISOString().slice(0, 19).replaceAll(':', '-');
    const name = `${date} ${program} ${basename(file)}`;
    let path = join(this.#folder, name);
    for (let number = 2; existsSync(path); number += 1) path = join(this.#folder, `${name} ${number}`);
    return path;
  }

  /** Writes a copy that survives a power failure. Throws what the file system throws. */
  async keep(path: string, bytes: Buffer): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
  }

  /** Deletes the oldest copies that no undo needs. */
  async sweep(needed: readonly (string | null)[]): Promise<void> {
    const names = await readdir(this.#folder).catch((): string[] => []);
    const unneeded = names.toSorted().filter((name) => !needed.includes(join(this.#folder, name)));
    for (const name of unneeded.slice(0, -mostUnneeded)) await rm(join(this.#folder, name), { force: true });
  }
}

/** What tells a file from the one that replaced it. */
export interface FileIdentity {
  ino: number;
  size: number;
  mtimeMs: number;
}

interface InstalledFilesOptions {
  /** Files that every update replaces, such as the executable and the archive with the app. */
  files: readonly string[];
  /** Throws if there is no file. */
  stat: (file: string) => FileIdentity;
  /** Called once. */
  onReplaced: () => void;
}

/** In milliseconds: two calls of `stat` every ten seconds cost nothing that could be measured. */
const everySoOften = 10_000;

/**
 * Notices that the running app was replaced, by a package manager or by hand: what it still loads may be of another
 * version, and the user has to restart it. A file that is missing, or that still changes, is in the middle of that:
 * nothing is said until two looks see the same.
 */
export class InstalledFiles {
  readonly #options: InstalledFilesOptions;
  readonly #first: string | undefined;
  #last: string | undefined;
  #isReplaced = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: InstalledFilesOptions) {
    this.#options = options;
    this.#first = this.#identify();
    this.#last = this.#first;
  }

  get isReplaced(): boolean {
    return this.#isReplaced;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.look(), everySoOften).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  look(): void {
    if (this.#isReplaced || this.#first === undefined) return;
    const now = this.#identify();
    const isSettled = now !== undefined && now === this.#last;
    this.#last = now;
    if (!isSettled || now === this.#first) return;
    this.#isReplaced = true;
    this.stop();
    this.#options.onReplaced();
  }

  #identify(): string | undefined {
    try {
      return this.#options.files
        .map((file) => {
          const { ino, size, mtimeMs } = this.#options.stat(file);
          return `${ino} ${size} ${mtimeMs}`;
        })
        .join();
    } catch {
      return undefined;
    }
  }
}

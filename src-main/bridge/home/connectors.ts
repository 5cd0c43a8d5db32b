import { createHash } from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  chmodSync,
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  type Stats,
} from 'node:fs';
import type { FileIdentity } from '../caller/processes.ts';
import type { BridgeHome } from './bridge-home.ts';

/** A process of any other file speaks for itself, and not for the program that started it. */
export class Connectors {
  readonly #own: string;
  readonly #home: Pick<BridgeHome, 'connector' | 'earlierConnector'>;
  readonly #record: string;
  /** The SHA-256 of each connector that this app has installed. */
  readonly #installed: Set<string>;
  /** By path, what was read last. */
  readonly #read = new Map<string, { state: string; hash: string }>();

  /**
   * @param own - The connector of the app's own files.
   * @param record - A file in the app's data folder, for the hashes of what was installed: after an update, agents
   *   still run the connector before it.
   */
  constructor(own: string, home: Pick<BridgeHome, 'connector' | 'earlierConnector'>, record: string) {
    this.#own = own;
    this.#home = home;
    this.#record = record;
    this.#installed = new Set(textOf(record).split('\n'));
  }

  /**
   * Installs the connector of the app's own files into the home by rename, unless the same one lies there. The one
   * before it keeps a second name. Throws what the file system throws.
   */
  install(): void {
    const { connector, earlierConnector } = this.#home;
    const wanted = this.#hashOf(this.#own);
    if (wanted === undefined) throw new Error(`there is no connector at ${this.#own}`);
    if (!this.#installed.has(wanted)) {
      appendFileSync(this.#record, `${wanted}\n`, { mode: 0o600 });
      this.#installed.add(wanted);
    }
    const installed = this.#hashOf(connector);
    if (wanted === installed) return chmodSync(connector, 0o755);
    if (installed !== undefined) {
      rmSync(earlierConnector, { force: true });
      linkSync(connector, earlierConnector);
    }
    const partial = `${connector}.new`;
    rmSync(partial, { force: true });
    copyFileSync(this.#own, partial);
    chmodSync(partial, 0o755);
    renameSync(partial, connector);
  }

  /** The files that are connectors now: those that this app installed, by their content. */
  files(): FileIdentity[] {
    const { connector, earlierConnector } = this.#home;
    return [this.#own, connector, earlierConnector].flatMap((path) => {
      const hash = this.#hashOf(path);
      const found = hash !== undefined && this.#installed.has(hash) ? stateOf(path) : undefined;
      return found ? [{ device: found.dev, inode: found.ino }] : [];
    });
  }

  /** Undefined: there is no such file. Read again only where the file has changed: no program can set its ctime. */
  #hashOf(path: string): string | undefined {
    const found = stateOf(path);
    if (!found) return undefined;
    const { dev, ino, size, mtimeMs, ctimeMs } = found;
    const state = [dev, ino, size, mtimeMs, ctimeMs].join(' ');
    const known = this.#read.get(path);
    if (known?.state === state) return known.hash;
    const hash = createHash('sha256').update(readFileSync(path)).digest('hex');
    this.#read.set(path, { state, hash });
    return hash;
  }
}

function stateOf(path: string): Stats | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true ? found : undefined;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

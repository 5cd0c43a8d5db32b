import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { renameBusy } from '../base/busy-file.ts';
import { errorCodes } from '../../src-preload/contract.ts';

const schema = z.object({
  /** The manifest that was accepted last. */
  accepted: z.exactOptional(z.object({ counter: z.int(), version: z.string(), date: z.string() })),
  /** When the last check ended, in milliseconds, and why it failed. */
  checkedAt: z.exactOptional(z.number()),
  failure: z.exactOptional(
    z.object({ code: z.enum(errorCodes), values: z.record(z.string(), z.union([z.string(), z.number()])) }),
  ),
  /** The version that was started last, what it was the first start after, and whether its news were closed. */
  started: z.exactOptional(
    z.object({ version: z.string(), after: z.enum(['installed', 'updated']), isClosed: z.boolean() }),
  ),
});

type Remembered = z.infer<typeof schema>;

/**
 * What is remembered of updates, in a file of its own: a database that is restored or migrated must not set the counter
 * back. A file that cannot be read counts as none.
 */
export class UpdateState {
  readonly #file: string;
  #current: Remembered;

  constructor(file: string) {
    this.#file = file;
    this.#current = read(file);
  }

  get current(): Remembered {
    return this.#current;
  }

  /** Replaces these members. Throws if the file cannot be written; what this process knows has changed all the same. */
  change(changes: Remembered): void {
    this.#current = { ...this.#current, ...changes };
    this.#write();
  }

  /** A check that found what may be offered. Throws like `change`. */
  accept(accepted: NonNullable<Remembered['accepted']>, checkedAt: number): void {
    const { failure: _, ...rest } = this.#current;
    this.#current = { ...rest, accepted, checkedAt };
    this.#write();
  }

  #write(): void {
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#current), { mode: 0o600 });
    renameBusy(`${this.#file}.new`, this.#file);
  }
}

function read(file: string): Remembered {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
}

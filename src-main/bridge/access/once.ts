import type { Caller } from '../caller/find-caller.ts';
import { programKey } from '../caller/program-key.ts';

/**
 * What is noted of single connections. Each connection has a caller of its own, so that the notes go with it; each note
 * has the key of a sign-in.
 */
export class ConnectionNotes {
  readonly #notes = new WeakMap<Caller, Map<string, number>>();

  get(caller: Caller, key: string): number | undefined {
    return this.#notes.get(caller)?.get(key);
  }

  set(caller: Caller, key: string, value: number): void {
    this.#notes.set(caller, (this.#notes.get(caller) ?? new Map<string, number>()).set(key, value));
  }
}

/** Permissions for one connection. They end with it, and with the sign-in or the program's permission before. */
export class Once {
  readonly #given = new ConnectionNotes();
  /** How often the permissions of a sign-in have ended, or those of one program for it: given before, none counts. */
  readonly #ends = new Map<string, number>();

  has(caller: Caller, key: string): boolean {
    return this.#given.get(caller, key) === this.#endsFor(caller, key);
  }

  give(caller: Caller, key: string): void {
    this.#given.set(caller, key, this.#endsFor(caller, key));
  }

  /** Ends all of a sign-in, or those of one program. */
  end(key: string, program = ''): void {
    const place = `${key} ${program}`;
    this.#ends.set(place, (this.#ends.get(place) ?? 0) + 1);
  }

  #endsFor(caller: Caller, key: string): number {
    return (this.#ends.get(`${key} `) ?? 0) + (this.#ends.get(`${key} ${programKey(caller)}`) ?? 0);
  }
}

import type { ToolScope } from '../../../../src-preload/contract/program.ts';
import type { Caller } from '../../caller/find-caller.ts';
import { programKey } from '../../caller/program-key.ts';

/**
 * What is noted of single connections. Each connection has a caller of its own, so that the notes go with it; each note
 * has the key of a sign-in.
 */
export class ConnectionNotes<Note = number> {
  readonly #notes = new WeakMap<Caller, Map<string, Note>>();

  get(caller: Caller, key: string): Note | undefined {
    return this.#notes.get(caller)?.get(key);
  }

  set(caller: Caller, key: string, value: Note): void {
    this.#notes.set(caller, (this.#notes.get(caller) ?? new Map<string, Note>()).set(key, value));
  }
}

/** Permissions for one connection. They end with it, and with the sign-in or the program's permission before. */
export class Once {
  readonly #given = new ConnectionNotes<{ ends: number; tools: ToolScope }>();
  /** How often the permissions of a sign-in have ended, or those of one program for it: given before, none counts. */
  readonly #ends = new Map<string, number>();

  /** Which tools it covers; undefined: there is none. */
  get(caller: Caller, key: string): ToolScope | undefined {
    const given = this.#given.get(caller, key);
    return given?.ends === this.#endsFor(caller, key) ? given.tools : undefined;
  }

  give(caller: Caller, key: string, tools: ToolScope): void {
    this.#given.set(caller, key, { ends: this.#endsFor(caller, key), tools });
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

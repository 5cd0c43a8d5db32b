import { inspect } from 'node:util';

const hidden = '[secret]';

/**
 * A token, code, verifier or client secret. Prints as `[secret]` when logged, interpolated, inspected or serialized, so
 * that only an explicit `reveal()` can send or store it.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return hidden;
  }

  toJSON(): string {
    return hidden;
  }

  [inspect.custom](): string {
    return hidden;
  }
}

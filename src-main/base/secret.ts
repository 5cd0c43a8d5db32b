import { inspect } from 'node:util';

const hidden = '[secret]';

/**
 * A token, code, verifier or client secret. It prints as `[secret]` wherever it is logged, interpolated, inspected or
 * turned into JSON, so that only a deliberate `reveal()` can put one on a wire or on a disk.
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

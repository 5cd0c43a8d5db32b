import { StoreError } from './errors.ts';

/** An object that Keyfob wrote as JSON. Throws `sealed_value_refused` where it is damaged: what hangs on it does not count any more. */
export function storedJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new StoreError('sealed_value_refused');
  }
}

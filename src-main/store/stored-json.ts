import { StoreError } from './errors.ts';

/**
 * Parses an object that Keyfob stored as JSON. Throws `sealed_value_refused` if it is damaged, so that the row is not
 * used.
 */
export function storedJson(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new StoreError('sealed_value_refused');
  }
}

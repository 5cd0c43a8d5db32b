import type { Json } from '../../src-preload/contract.ts';

/** Whether `json` holds more than `most` values at any depth. Stops as soon as that is known. */
export function holdsMoreThan(json: Json, most: number): boolean {
  let values = 0;
  const open: Json[] = [json];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (typeof part === 'object' && part !== null) {
      const parts = Object.values(part);
      values += parts.length;
      if (values > most) return true;
      open.push(...parts);
    }
  }
  return false;
}

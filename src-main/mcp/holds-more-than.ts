import type { Json } from '../../src-preload/contract.ts';

/** Whether so many values are in it, at whatever depth. Looks at no more lists and objects than it takes to know. */
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

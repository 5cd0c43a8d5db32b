import { rawMember, withMember } from '../agent/json-text.ts';

/** An answer that the server lets clients keep, with the rest of its time; undefined once that is over. */
export function aged({ result, at }: { result: string; at: number }, now: number): string | undefined {
  const ttl: unknown = JSON.parse(rawMember(result, 'ttlMs') ?? 'null');
  const left = typeof ttl === 'number' ? Math.floor(at + ttl - now) : 0;
  return left > 0 && now >= at ? withMember(result, 'ttlMs', String(left)) : undefined;
}

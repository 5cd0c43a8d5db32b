/** Deletes the entry that was added first if there are more than `limit`. Call it after each addition. */
export function dropOldest<Key>(kept: Map<Key, unknown> | Set<Key>, limit: number): void {
  const [oldest] = kept.keys();
  if (kept.size > limit && oldest !== undefined) kept.delete(oldest);
}

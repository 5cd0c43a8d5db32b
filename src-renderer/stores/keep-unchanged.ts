type Tree = Record<string, unknown>;

/** The value of `after`, with the parts of `before` that are equal in their place. */
export function keepUnchanged<Value>(before: Value | null, after: Value): Value {
  if (Object.is(before, after) || !isTree(before) || !isTree(after)) return after;
  if (Array.isArray(before) !== Array.isArray(after)) return after;
  const entries = Object.entries(after).map(([key, value]) => [key, keepUnchanged(before[key], value)] as const);
  const isSame =
    entries.length === Object.keys(before).length && entries.every(([key, value]) => Object.is(before[key], value));
  if (isSame) return before;
  return (Array.isArray(after) ? entries.map(([, value]) => value) : Object.fromEntries(entries)) as Value;
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

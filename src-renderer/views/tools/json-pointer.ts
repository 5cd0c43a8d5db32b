/** "#/a~1b/0" as ["a/b", "0"]. RFC 6901, section 6. */
export function toPath(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value at the path; undefined if the path does not exist. */
export function pointerValue(document: unknown, pointer: string): unknown {
  let value = document;
  for (const key of toPath(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

import { isBoundedPattern } from './bounded-pattern.ts';

/**
 * Removes regular expressions from a schema, but for those that take a bounded number of steps. They come from the
 * server, and one that backtracks would block the window; the server checks them itself when the tool is called. A
 * field that is named `pattern` stays.
 */
export function withoutPatterns(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutPatterns);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).filter(
    ([keyword, value]) =>
      !(keyword === 'pattern' && typeof value === 'string' && !isBoundedPattern(value)) &&
      keyword !== 'patternProperties',
  );
  return Object.fromEntries(entries.map(([keyword, value]) => [keyword, withoutPatternsIn(keyword, value)]));
}

/** Keywords whose keys are field names, or whose values are data: these contain no keywords. */
function withoutPatternsIn(keyword: string, value: unknown): unknown {
  if (keyword === 'enum' || keyword === 'const' || keyword === 'default' || keyword === 'examples') return value;
  const named = ['properties', '$defs', 'definitions', 'dependentSchemas', 'dependencies'].includes(keyword);
  if (!named || typeof value !== 'object' || value === null) return withoutPatterns(value);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutPatterns(part)]));
}

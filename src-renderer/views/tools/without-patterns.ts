/**
 * A schema without its regular expressions. They are the server's, and one that backtracks would hang the window;
 * the server tests them itself when the tool is called. A field that happens to be named `pattern` stays.
 */
export function withoutPatterns(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutPatterns);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).filter(
    ([keyword, value]) => !(keyword === 'pattern' && typeof value === 'string') && keyword !== 'patternProperties',
  );
  return Object.fromEntries(entries.map(([keyword, value]) => [keyword, withoutPatternsIn(keyword, value)]));
}

/** Under these the keys are names of fields, and the values are data: neither are keywords. */
function withoutPatternsIn(keyword: string, value: unknown): unknown {
  if (keyword === 'enum' || keyword === 'const' || keyword === 'default' || keyword === 'examples') return value;
  const named = ['properties', '$defs', 'definitions', 'dependentSchemas', 'dependencies'].includes(keyword);
  if (!named || typeof value !== 'object' || value === null) return withoutPatterns(value);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutPatterns(part)]));
}

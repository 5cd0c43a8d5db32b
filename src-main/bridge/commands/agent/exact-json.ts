/** What JSON is parsed into here: numbers that a double would change are kept as they were written. */
export type Exact = string | number | boolean | null | Exact[] | { [name: string]: Exact };

interface RawJson {
  rawJSON: (text: string) => object;
  parse: (text: string, reviver: (name: string, value: unknown, about: { source?: string }) => unknown) => Exact;
}

// ECMAScript's JSON.parse source text access, which the types do not know yet.
const json = JSON as unknown as RawJson;

/** Throws a SyntaxError. `JSON.stringify` writes the numbers as they were. */
export function parseExact(text: string): Exact {
  return json.parse(text, (_name, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source ? json.rawJSON(source) : value,
  );
}

export function isObject(value: Exact | undefined): value is { [name: string]: Exact } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

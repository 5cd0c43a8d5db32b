import type { Message } from '../upstream.ts';
import { memberIn } from '../wire/json-spans.ts';

/** A parameter of a tool whose value is sent in a header as well. */
export interface HeaderParameter {
  /** The names of properties that lead to it, from the arguments on. */
  path: readonly string[];
  header: string;
}

/** RFC 9110 section 5.6.2. */
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const types = new Set<unknown>(['string', 'integer', 'boolean']);

/** What makes the annotations of a tool invalid, so that it must be left out of lists. */
export class InvalidAnnotation extends Error {
  constructor(path: readonly string[], why: string) {
    super(`x-mcp-header at ${path.join('.') || 'the root'} ${why}`);
    this.name = 'InvalidAnnotation';
  }
}

/**
 * The parameters that a tool's input schema annotates with `x-mcp-header`. Throws `InvalidAnnotation` where one breaks
 * a rule: its name, its type, or a place that is not reached by `properties` alone (MCP 2026-07-28, Streamable HTTP,
 * "Schema Extension").
 */
export function headerParameters(inputSchema: unknown): HeaderParameter[] {
  const found: HeaderParameter[] = [];
  const taken = new Set<string>();
  const visit = (schema: unknown, path: readonly string[], isReachable: boolean): void => {
    if (typeof schema !== 'object' || schema === null) return;
    if (Array.isArray(schema)) {
      for (const one of schema) visit(one, path, false);
      return;
    }
    const { properties, ...rest } = schema as Record<string, unknown>;
    const header = (schema as Record<string, unknown>)['x-mcp-header'];
    if (header !== undefined) {
      if (!isReachable || path.length === 0) throw new InvalidAnnotation(path, 'is not on a property of the arguments');
      if (typeof header !== 'string' || !token.test(header)) throw new InvalidAnnotation(path, 'is no header name');
      if (!types.has(rest['type'])) throw new InvalidAnnotation(path, 'is on no string, integer or boolean');
      if (taken.has(header.toLowerCase())) throw new InvalidAnnotation(path, 'is there twice');
      taken.add(header.toLowerCase());
      found.push({ path, header });
    }
    if (typeof properties === 'object' && properties !== null)
      for (const [name, one] of Object.entries(properties)) visit(one, [...path, name], isReachable);
    for (const [keyword, one] of Object.entries(rest)) {
      if (ofSchemas.has(keyword)) visit(one, path, false);
      else if (ofNamedSchemas.has(keyword) && typeof one === 'object' && one !== null)
        for (const named of Object.values(one)) visit(named, path, false);
    }
  };
  visit(inputSchema, [], true);
  return found;
}

/** JSON Schema 2020-12, Core, section 10: keywords whose value is a schema, or a list of them. */
const ofSchemas = new Set([
  'items',
  'prefixItems',
  'contains',
  'additionalItems',
  'additionalProperties',
  'unevaluatedProperties',
  'unevaluatedItems',
  'propertyNames',
  'contentSchema',
  'oneOf',
  'anyOf',
  'allOf',
  'not',
  'if',
  'then',
  'else',
]);

/** Keywords whose value has schemas by name. */
const ofNamedSchemas = new Set(['patternProperties', 'dependentSchemas', 'dependencies', '$defs', 'definitions']);

/**
 * The `Mcp-Param-*` headers of one call. A value that is null or absent has none (MCP 2026-07-28, Streamable HTTP,
 * "Server Behavior for Custom Headers").
 */
export function parameterHeaders(parameters: readonly HeaderParameter[], call: Message): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { path, header } of parameters) {
    const whole = ['params', 'arguments', ...path];
    const value = whole.reduce<unknown>(memberOf, call.value);
    if (typeof value === 'string') headers[`mcp-param-${header}`] = headerValue(value);
    else if (typeof value === 'number') headers[`mcp-param-${header}`] = digits(call.text, whole, value);
    else if (typeof value === 'boolean') headers[`mcp-param-${header}`] = String(value);
  }
  return headers;
}

function memberOf(value: unknown, name: string): unknown {
  const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
  return isObject ? (value as Record<string, unknown>)[name] : undefined;
}

/** In decimal notation, with the digits above 2^53 that the parsed number has lost. */
function digits(json: string, path: readonly string[], value: number): string {
  let text = json;
  for (const name of path) {
    const { start = 0, end = 0 } = memberIn(text, name) ?? {};
    text = text.slice(start, end);
  }
  return /^-?\d+$/.test(text) ? text : String(value);
}

/**
 * A value as it may stand in `Mcp-Name` and `Mcp-Param-*`: plain where it is printable ASCII without space around it,
 * else as `=?base64?...?=` of its UTF-8 (MCP 2026-07-28, Streamable HTTP, "Value Encoding").
 */
export function headerValue(value: string): string {
  const isPlain = /^[\u0021-\u007E](?:[\t\u0020-\u007E]*[\u0021-\u007E])?$/.test(value);
  if (isPlain && !/^=\?base64\?.*\?=$/.test(value)) return value;
  return `=?base64?${Buffer.from(value, 'utf8').toString('base64')}?=`;
}

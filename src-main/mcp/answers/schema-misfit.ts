import type { Json, JsonObject } from '../../../src-preload/contract.ts';
import { isJsonObject } from '../is-json-object.ts';

/** After so many steps, a value counts as fitting: a server's schema must not keep the main process busy. */
const mostSteps = 20_000;
const deepest = 64;

/**
 * Where a value first does not fit a server's schema, for example `/data is not of type string`; undefined if it fits,
 * or if that takes too long to know. Checks types, required and unknown names, choices and bounds, with alternatives
 * and local references. Never runs a regular expression of the server, never compares the items of a list with one
 * another, and ignores what it does not know.
 */
export function schemaMisfit(schema: Json, value: Json): string | undefined {
  return new Check(schema).misfit(schema, value, '', 0);
}

class Check {
  readonly #root: Json;
  #steps = 0;

  constructor(root: Json) {
    this.#root = root;
  }

  misfit(schema: Json | undefined, value: Json, at: string, depth: number): string | undefined {
    if (schema === false) return `${at || '/'} is not allowed`;
    if (!isJsonObject(schema) || depth > deepest || (this.#steps += 1) > mostSteps) return undefined;
    const { $ref, allOf, anyOf, oneOf, not, if: condition } = schema;
    const next = (part: Json | undefined) => this.misfit(part, value, at, depth + 1);
    const own = ownMisfit(schema, value, at) ?? this.#inside(schema, value, at, depth);
    if (own !== undefined) return own;
    if (typeof $ref === 'string') {
      const target = this.#find($ref);
      const found = target === undefined ? undefined : next(target);
      if (found !== undefined) return found;
    }
    for (const part of listOf(allOf)) {
      const found = next(part);
      if (found !== undefined) return found;
    }
    for (const parts of [listOf(anyOf), listOf(oneOf)])
      if (parts.length > 0 && parts.every((part) => next(part) !== undefined))
        return `${at || '/'} fits none of the alternatives`;
    if (not !== undefined && this.#steps <= mostSteps && isJsonObject(not) && isPlain(not) && next(not) === undefined)
      return `${at || '/'} is what it must not be`;
    if (condition === undefined) return undefined;
    return next(next(condition) === undefined ? schema['then'] : schema['else']);
  }

  #inside(schema: JsonObject, value: Json, at: string, depth: number): string | undefined {
    if (Array.isArray(value)) {
      const first = listOf(schema['prefixItems']);
      for (const [index, item] of value.entries()) {
        if (this.#steps > mostSteps) return undefined;
        const found = this.misfit(first[index] ?? schema['items'], item, `${at}/${index}`, depth + 1);
        if (found !== undefined) return found;
      }
    } else if (isJsonObject(value)) {
      const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
      // Names that a pattern allows are not known here, because patterns are not run.
      const others = isJsonObject(schema['patternProperties']) ? undefined : schema['additionalProperties'];
      for (const [name, part] of Object.entries(value)) {
        if (this.#steps > mostSteps) return undefined;
        const rule = Object.hasOwn(properties, name) ? properties[name] : others;
        const found = this.misfit(rule, part, `${at}/${name}`, depth + 1);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /** RFC 6901 section 6. */
  #find(reference: string): Json | undefined {
    if (reference !== '#' && !reference.startsWith('#/')) return undefined;
    let part: Json | undefined = this.#root;
    for (const name of reference.split('/').slice(1)) {
      const key = name.replaceAll('~1', '/').replaceAll('~0', '~');
      if (typeof part !== 'object' || part === null || !Object.hasOwn(part, key)) return undefined;
      part = (part as JsonObject)[key];
    }
    return part;
  }
}

function ownMisfit(schema: JsonObject, value: Json, at: string): string | undefined {
  const place = at || '/';
  const { type, enum: choices, required } = schema;
  const types = typeof type === 'string' ? [type] : listOf(type);
  if (types.length > 0 && !types.some((one) => isOfType(value, one)))
    return `${place} is not of type ${types.filter((one) => typeof one === 'string').join('/')}`;
  if ('const' in schema && isScalar(schema['const']) && schema['const'] !== value) return `${place} has another value`;
  const isChosen = listOf(choices).some((choice) => choice === value || !isScalar(choice));
  if (Array.isArray(choices) && !isChosen) return `${place} is none of the choices`;
  if (isJsonObject(value)) {
    const names = listOf(required).filter((name) => typeof name === 'string');
    const lacking = names.find((name) => !Object.hasOwn(value, name));
    if (lacking !== undefined) return `${at}/${lacking} is missing`;
  }
  return isWithin(schema, value) ? undefined : `${place} is out of bounds`;
}

/** The length of a text as JSON Schema counts it (RFC 8259 characters). */
function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function isWithin(schema: JsonObject, value: Json): boolean {
  const within = (size: number, least: string, most: string) => {
    const [low, high] = [schema[least], schema[most]];
    return !(typeof low === 'number' && size < low) && !(typeof high === 'number' && size > high);
  };
  if (typeof value === 'number') return within(value, 'minimum', 'maximum');
  if (typeof value === 'string') return within(codePoints(value), 'minLength', 'maxLength');
  if (Array.isArray(value)) return within(value.length, 'minItems', 'maxItems');
  return true;
}

function isOfType(value: Json, type: Json): boolean {
  switch (type) {
    case 'object':
      return isJsonObject(value);
    case 'array':
      return Array.isArray(value);
    case 'null':
      return value === null;
    case 'integer':
      return Number.isInteger(value);
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type;
    default:
      return true;
  }
}

/** Whether every keyword is one that is checked here: only then does fitting mean anything for `not`. */
function isPlain(schema: JsonObject): boolean {
  return Object.keys(schema).every((key) => key === 'type' || key === 'const' || key === 'enum' || key === 'required');
}

function isScalar(value: Json | undefined): boolean {
  return typeof value !== 'object' || value === null;
}

function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

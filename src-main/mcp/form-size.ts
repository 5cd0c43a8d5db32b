import type { Json, JsonObject } from '../../src-preload/contract.ts';
import { holdsMoreThan } from './holds-more-than.ts';
import { isJsonObject } from './is-json-object.ts';

/** The maximum cost of a form. One of 500 fields blocks a window for two thirds of a second, at every keystroke. */
const mostCost = 2000;
/** The cost of one schema, whether field or container. */
const each = 4;
/** The maximum nesting, counting each followed reference as one level. */
const deepest = 64;
/** The maximum number of objects, lists and entries in the schema itself, without the values of choices. */
const mostParts = 10_000;
/** Longer lists of choices become a search field, which draws few of them. */
export const longestMenu = 500;

/** Keywords with one schema for many entries of a list. */
const entryKeywords = ['items', 'contains', 'additionalItems', 'unevaluatedItems'];
/** Keywords with one schema. */
const conditions = ['propertyNames', 'not', 'if', 'then', 'else', 'contentSchema'];
/** Keywords with a list of schemas. */
const lists = ['prefixItems', 'allOf', 'anyOf', 'oneOf', 'items'];
/** Keywords with one schema per name. */
const named = ['properties', 'patternProperties', 'dependentSchemas', 'dependencies'];
/** The cost of each alternative, which the form validates against the input to find the matching one. */
const alternative = 10;

/**
 * Whether a window can draw a form for this schema without blocking. A reference counts each time it is followed,
 * because a form draws its target each time: eight fields that refer to eight fields each, 17 levels deep, exceed any
 * computer's memory. A list counts once per initial entry. Counting stops at the limit, so its own cost is bounded for
 * every schema.
 */
export function fitsForm(schema: JsonObject): boolean {
  return partsOf(schema) <= mostParts && new Cost(schema).of(schema) <= mostCost;
}

/** The number of values to choose from; undefined if the schema is no choice. */
export function choicesIn(schema: JsonObject): number | undefined {
  const { enum: values, oneOf, anyOf } = schema;
  const options = [values, oneOf, anyOf].find(Array.isArray);
  return options !== undefined && (options === values || options.every(isConstant)) ? options.length : undefined;
}

/** A single value with a title, which needs no validation. */
function isConstant(option: Json): boolean {
  return (
    isJsonObject(option) && option['const'] !== undefined && Object.keys(option).every((key) => constantKeys.has(key))
  );
}

const constantKeys = new Set(['const', 'title', 'description', 'type', 'deprecated', '$comment', 'examples']);
const uncounted = new Set(['enum', 'default', 'examples', 'const', '$comment', 'title', 'description']);

function partsOf(schema: JsonObject): number {
  let parts = 0;
  const open: Json[] = [schema];
  for (let part = open.pop(); part !== undefined && parts <= mostParts; part = open.pop()) {
    parts += 1;
    if (Array.isArray(part)) {
      if (part.length > mostParts && !part.every(isConstant)) return part.length;
      for (const entry of part) if (!isConstant(entry)) open.push(entry);
    } else if (isJsonObject(part)) {
      for (const [key, value] of Object.entries(part)) if (!uncounted.has(key)) open.push(value);
    }
  }
  return parts;
}

class Cost {
  readonly #root: JsonObject;
  readonly #following: string[] = [];
  readonly #large = new Map<object, boolean>();
  #sum = 0;

  constructor(root: JsonObject) {
    this.#root = root;
  }

  /** Returns more than `mostCost` if it is too much; the excess is not exact. */
  of(schema: JsonObject): number {
    this.#add(schema, 0, []);
    return this.#sum;
  }

  /** `around`: initial values for this position from the surrounding schemas. */
  #add(schema: Json | undefined, depth: number, around: readonly Json[]): void {
    if (!isJsonObject(schema) || this.#sum > mostCost) return;
    const values = [...around, ...this.#own(schema)];
    this.#sum += depth > deepest ? mostCost + 1 : each;
    const choices = choicesIn(schema);
    if (choices !== undefined) this.#sum += Math.ceil(Math.min(choices, longestMenu) / 10) + Math.floor(choices / 1000);
    for (const key of ['$ref', '$dynamicRef', '$recursiveRef']) this.#follow(schema[key], depth, values);
    this.#addEntries(schema, depth + 1, values);
    for (const key of conditions) this.#add(schema[key], depth + 1, values);
    for (const key of named)
      for (const [name, part] of Object.entries(isJsonObject(schema[key]) ? schema[key] : {}))
        this.#add(part, depth + 1, key === 'properties' ? at(values, name) : values);
    if (choices !== undefined) return;
    for (const key of lists) {
      const parts = schema[key];
      if (!Array.isArray(parts)) continue;
      if (key === 'anyOf' || key === 'oneOf') this.#sum += alternative * parts.length;
      for (const part of parts) this.#add(part, depth + 1, values);
    }
  }

  /** A form initially draws the minimum number of entries, and the entries of a default. */
  #addEntries(schema: JsonObject, depth: number, values: readonly Json[]): void {
    const lists = values.filter((value) => Array.isArray(value));
    const objects = values.filter(isJsonObject);
    // The form compares `minItems` as JavaScript does, whatever its type.
    const entries = Math.max(1, Number(schema['minItems']) || 0, ...lists.map(({ length }) => length));
    for (const key of entryKeywords) {
      for (let index = 0; index < entries && isJsonObject(schema[key]) && this.#sum <= mostCost; index += 1)
        this.#add(schema[key], depth, at(lists, index));
    }
    for (const key of ['additionalProperties', 'unevaluatedProperties']) {
      if (!isJsonObject(schema[key])) continue;
      const names = new Set(['', ...objects.flatMap((object) => Object.keys(object))]);
      for (const name of names) this.#add(schema[key], depth, at(objects, name));
    }
  }

  /** The schema's own initial value. Defaults of the maximum size checked here are not sent to the window. */
  #own({ default: preset, const: only }: JsonObject): Json[] {
    if (only !== undefined && this.#isLarge(only)) this.#sum = mostCost + 1;
    return [preset, only].filter((value) => value !== undefined && !this.#isLarge(value)) as Json[];
  }

  #isLarge(value: Json): boolean {
    if (typeof value !== 'object' || value === null) return false;
    let isLarge = this.#large.get(value);
    if (isLarge === undefined) this.#large.set(value, (isLarge = holdsMoreThan(value, mostParts)));
    return isLarge;
  }

  /** A recursive reference is only drawn when the user asks for it. */
  #follow(reference: Json | undefined, depth: number, values: readonly Json[]): void {
    if (reference === undefined || this.#sum > mostCost) return;
    if (typeof reference !== 'string' || this.#following.includes(reference)) return;
    const target = this.#find(reference);
    // An unresolvable reference counts as too large, because its target cannot be counted.
    if (target === undefined) this.#sum = mostCost + 1;
    this.#following.push(reference);
    this.#add(target, depth + 1, values);
    this.#following.pop();
  }

  /** RFC 6901 section 6. */
  #find(reference: string): Json | undefined {
    if (reference !== '#' && !reference.startsWith('#/')) return undefined;
    let part: Json | undefined = this.#root;
    for (const name of reference.split('/').slice(1)) {
      if (typeof part !== 'object' || part === null) return undefined;
      const key = spelledOut(name);
      part = Object.hasOwn(part, key) ? (part as JsonObject)[key] : undefined;
    }
    return part;
  }
}

/** The values under this key or index in those of `values` that have it. */
function at(values: readonly Json[], key: string | number): Json[] {
  return values.flatMap((value) => {
    const has = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
    const part = has ? (value as JsonObject)[key] : undefined;
    return part === undefined ? [] : [part];
  });
}

function spelledOut(name: string): string {
  try {
    return decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return name;
  }
}

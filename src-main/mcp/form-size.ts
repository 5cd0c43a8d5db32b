import type { Json, JsonObject } from '../../src-preload/contract.ts';

/** What a form may cost. One of 500 fields takes a window two thirds of a second, and again at every key. */
const mostCost = 2000;
/** What one schema costs, be it a field or what holds some. */
const each = 4;
/** How deep parts may hold parts, each reference followed and counted as one step down. */
const deepest = 64;
/** Objects, lists and their entries in the schema as it was sent, without the values that one may choose among. */
const mostParts = 10_000;
/** Longer lists of choices become a search, which draws few of them. */
export const longestMenu = 500;

/** Under these a keyword has one schema. */
const single = ['items', 'contains', 'additionalProperties', 'unevaluatedProperties', 'unevaluatedItems'];
const conditions = ['propertyNames', 'not', 'if', 'then', 'else', 'contentSchema'];
/** Under these, a list of them. */
const lists = ['prefixItems', 'allOf', 'anyOf', 'oneOf', 'items'];
/** Under these, one for each name. */
const named = ['properties', 'patternProperties', 'dependentSchemas', 'dependencies'];
/** Each of these is tried against the input to find the one that fits. */
const alternative = 10;

/**
 * Whether a window can make a form of this schema without standing still. Each reference counts as often as it is followed,
 * because a form draws what is behind it each time: eight fields that refer to eight fields each, 17 times over, are more than
 * any computer has room for. The count stops at its limit, so that it is done in as many steps, whatever the schema is.
 */
export function fitsForm(schema: JsonObject): boolean {
  return partsOf(schema) <= mostParts && new Cost(schema).of(schema) <= mostCost;
}

/** How many values one may choose among here; undefined where it is no choice. */
export function choicesIn(schema: JsonObject): number | undefined {
  const { enum: values, oneOf, anyOf } = schema;
  const options = [values, oneOf, anyOf].find(Array.isArray);
  return options !== undefined && (options === values || options.every(isConstant)) ? options.length : undefined;
}

/** One value with words for it, and nothing that has to be tried. */
function isConstant(option: Json): boolean {
  return isObject(option) && option['const'] !== undefined && Object.keys(option).every((key) => constantKeys.has(key));
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
    } else if (isObject(part)) {
      for (const [key, value] of Object.entries(part)) if (!uncounted.has(key)) open.push(value);
    }
  }
  return parts;
}

class Cost {
  readonly #root: JsonObject;
  readonly #following: string[] = [];
  #sum = 0;

  constructor(root: JsonObject) {
    this.#root = root;
  }

  /** More than `mostCost` where it is too much, however much more. */
  of(schema: JsonObject): number {
    this.#add(schema, 0);
    return this.#sum;
  }

  #add(schema: Json | undefined, depth: number): void {
    if (!isObject(schema) || this.#sum > mostCost) return;
    this.#sum += depth > deepest ? mostCost + 1 : each;
    const choices = choicesIn(schema);
    if (choices !== undefined) this.#sum += Math.ceil(Math.min(choices, longestMenu) / 10) + Math.floor(choices / 1000);
    for (const key of ['$ref', '$dynamicRef', '$recursiveRef']) this.#follow(schema[key], depth);
    for (const key of [...single, ...conditions]) this.#add(schema[key], depth + 1);
    for (const key of named)
      for (const part of Object.values(isObject(schema[key]) ? schema[key] : {})) this.#add(part, depth + 1);
    if (choices !== undefined) return;
    for (const key of lists) {
      const parts = schema[key];
      if (!Array.isArray(parts)) continue;
      if (key === 'anyOf' || key === 'oneOf') this.#sum += alternative * parts.length;
      for (const part of parts) this.#add(part, depth + 1);
    }
  }

  /** A reference to what is being followed already is drawn when a person asks for it. */
  #follow(reference: Json | undefined, depth: number): void {
    if (reference === undefined || this.#sum > mostCost) return;
    if (typeof reference !== 'string' || this.#following.includes(reference)) return;
    const target = this.#find(reference);
    // What is behind it cannot be counted here.
    if (target === undefined) this.#sum = mostCost + 1;
    this.#following.push(reference);
    this.#add(target, depth + 1);
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

function spelledOut(name: string): string {
  try {
    return decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return name;
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

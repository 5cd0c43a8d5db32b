import type { Json, JsonObject } from '../../src-preload/contract.ts';
import { holdsMoreThan } from './holds-more-than.ts';

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

/** Under these there is one schema for many entries of a list. */
const entryKeywords = ['items', 'contains', 'additionalItems', 'unevaluatedItems'];
/** Under these, one schema. */
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
 * any computer has room for. A list counts as many times as it has entries before anyone types. The count stops at its limit, so
 * that it is done in as many steps, whatever the schema is.
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
  readonly #large = new Map<object, boolean>();
  #sum = 0;

  constructor(root: JsonObject) {
    this.#root = root;
  }

  /** More than `mostCost` where it is too much, however much more. */
  of(schema: JsonObject): number {
    this.#add(schema, 0, []);
    return this.#sum;
  }

  /** `around`: what the schemas around this one put here before anyone types, if one of them says so. */
  #add(schema: Json | undefined, depth: number, around: readonly Json[]): void {
    if (!isObject(schema) || this.#sum > mostCost) return;
    const values = [...around, ...this.#own(schema)];
    this.#sum += depth > deepest ? mostCost + 1 : each;
    const choices = choicesIn(schema);
    if (choices !== undefined) this.#sum += Math.ceil(Math.min(choices, longestMenu) / 10) + Math.floor(choices / 1000);
    for (const key of ['$ref', '$dynamicRef', '$recursiveRef']) this.#follow(schema[key], depth, values);
    this.#addEntries(schema, depth + 1, values);
    for (const key of conditions) this.#add(schema[key], depth + 1, values);
    for (const key of named)
      for (const [name, part] of Object.entries(isObject(schema[key]) ? schema[key] : {}))
        this.#add(part, depth + 1, key === 'properties' ? at(values, name) : values);
    if (choices !== undefined) return;
    for (const key of lists) {
      const parts = schema[key];
      if (!Array.isArray(parts)) continue;
      if (key === 'anyOf' || key === 'oneOf') this.#sum += alternative * parts.length;
      for (const part of parts) this.#add(part, depth + 1, values);
    }
  }

  /** A form begins with the entries that a list must have, and with those of a default: each of them is drawn. */
  #addEntries(schema: JsonObject, depth: number, values: readonly Json[]): void {
    const lists = values.filter((value) => Array.isArray(value));
    const objects = values.filter(isObject);
    // The form compares `minItems` with a number, as JavaScript does, whatever type the schema has there.
    const entries = Math.max(1, Number(schema['minItems']) || 0, ...lists.map(({ length }) => length));
    for (const key of entryKeywords) {
      for (let index = 0; index < entries && isObject(schema[key]) && this.#sum <= mostCost; index += 1)
        this.#add(schema[key], depth, at(lists, index));
    }
    for (const key of ['additionalProperties', 'unevaluatedProperties']) {
      if (!isObject(schema[key])) continue;
      const names = new Set(['', ...objects.flatMap((object) => Object.keys(object))]);
      for (const name of names) this.#add(schema[key], depth, at(objects, name));
    }
  }

  /** What a schema itself puts into its field. The window is given no default as long as the largest that is looked at here. */
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

  /** A reference to what is being followed already is drawn when a person asks for it. */
  #follow(reference: Json | undefined, depth: number, values: readonly Json[]): void {
    if (reference === undefined || this.#sum > mostCost) return;
    if (typeof reference !== 'string' || this.#following.includes(reference)) return;
    const target = this.#find(reference);
    // What is behind it cannot be counted here.
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

/** What stands under this name, or at this place, in each of the values that have it. */
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

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { Json, JsonObject } from '../../src-preload/contract.ts';
import { cleanText, harmlessText } from '../base/clean-text.ts';
import { isJsonObject } from './is-json-object.ts';

const longestTitle = 200;
const longestDescription = 4000;
/** The maximum length of a field's default: a truncated one would be sent as if it were complete. */
const longestDefault = 10_000;

/** Keywords whose keys are names of fields or of subschemas. */
const named = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);
/** Keywords that are compared or followed, never shown. */
const unshown = new Set(['$id', '$ref', '$schema', '$anchor', '$dynamicRef', 'pattern', 'format', 'required']);

/**
 * A tool's schema for display: it accepts the same input, and all text that users read is cleaned. A name or value with
 * hidden characters is kept, because the server must recognise it, and gets a cleaned title.
 */
export function shownSchema(schema: JsonObject): JsonObject {
  const shown = Object.fromEntries(Object.entries(schema).flatMap(([key, value]) => shownKeyword(key, value)));
  const { enum: choices, const: only, ...rest } = shown;
  if (Array.isArray(choices) && !choices.every(isHarmless)) return { ...rest, oneOf: choices.map(inWords) };
  return only === undefined || isHarmless(only) ? shown : { ...rest, oneOf: [inWords(only)] };
}

function shownKeyword(keyword: string, value: Json): [string, Json][] {
  // Neither comments nor examples are shown by the form.
  if (keyword === '$comment' || keyword === 'examples') return [];
  if (keyword === 'title') return typeof value === 'string' ? [[keyword, cleanText(value, longestTitle)]] : [];
  if (keyword === 'description')
    return typeof value === 'string' ? [[keyword, cleanText(value, longestDescription)]] : [];
  if (keyword === 'default') return JSON.stringify(value).length > longestDefault ? [] : [[keyword, harmless(value)]];
  if (unshown.has(keyword) || keyword === 'enum' || keyword === 'const') return [[keyword, value]];
  if (named.has(keyword) && isJsonObject(value)) {
    const fields = Object.entries(value).map(([name, field]): [string, Json] => [
      name,
      isJsonObject(field) ? shownSchema(withTitle(field, name)) : field,
    ]);
    return [[keyword, Object.fromEntries(fields)]];
  }
  return [[keyword, shownPart(value)]];
}

function shownPart(value: Json): Json {
  if (Array.isArray(value)) return value.map((part) => (isChoice(part) ? shownChoice(part) : shownPart(part)));
  return isJsonObject(value) ? shownSchema(value) : value;
}

/** An entry of a list that the form shows as a menu. */
function isChoice(part: Json): part is JsonObject & { const: Json } {
  return isJsonObject(part) && part['const'] !== undefined;
}

function shownChoice({ const: value, ...rest }: JsonObject & { const: Json }): JsonObject {
  return { ...inWords(value), ...shownSchema(rest) };
}

/** Without a title, the form shows a field's name or a choice's value. */
function withTitle(schema: JsonObject, name: string): JsonObject {
  return typeof schema['title'] === 'string' || isHarmless(name) ? schema : { ...schema, title: name };
}

/** The same value, with a title. */
function inWords(value: Json): JsonObject {
  return { const: value, title: spelled(value) };
}

function spelled(value: Json): string {
  return cleanText(typeof value === 'string' ? value : JSON.stringify(value), longestTitle);
}

function isHarmless(value: Json): boolean {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return harmlessText(text, longestTitle) === text;
}

function harmless(value: Json): Json {
  if (typeof value === 'string') return harmlessText(value, longestDefault);
  if (Array.isArray(value)) return value.map(harmless);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [harmlessText(key, longestTitle), harmless(part)]),
  );
}

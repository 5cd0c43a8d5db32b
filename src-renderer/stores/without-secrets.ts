import type { JsonObject } from '../../src-preload/contract.ts';
import type { Draft } from './draft.ts';

type Json = JsonObject[string];

/** Fields that may hold a secret, and the choice that needs one of them. */
const secretFields: readonly string[] = [
  'clientSecret',
  'privateKey',
  'pem',
  'idToken',
  'headers',
] satisfies (keyof Draft)[];

/** The settings as they are in a form, as JSON. */
export function draftWithoutSecrets(draft: Partial<Draft>): JsonObject {
  return Object.fromEntries(
    Object.entries(draft).filter(([name, value]) => value !== undefined && !secretFields.includes(name)),
  ) as JsonObject;
}

/** Names by which tools commonly call an input that is a secret. */
const secretName = /pass(?:word|phrase|code)?$|secret|token|api_?-?key|credential|private_?-?key|^(?:pin|otp|auth)$/i;

/** A tool's input without the values that its schema marks as secret, or whose name says so. */
export function inputWithoutSecrets(input: unknown, marked: readonly string[]): Json {
  const clean = (value: unknown): Json => {
    if (Array.isArray(value)) return value.map(clean);
    if (typeof value !== 'object' || value === null) return (value ?? null) as Json;
    const kept = Object.entries(value).filter(([name, one]) => one !== undefined && !isSecret(name, marked));
    return Object.fromEntries(kept.map(([name, one]) => [name, clean(one)]));
  };
  return clean(input);
}

/**
 * The same for JSON text, in the user's own writing where nothing is left out. Undefined for text that is no JSON yet
 * and has the name of a secret.
 */
export function textWithoutSecrets(text: string, marked: readonly string[]): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [...text.matchAll(/[\w-]+/g)].some(([word]) => isSecret(word, marked)) ? undefined : text;
  }
  const clean = JSON.stringify(inputWithoutSecrets(value, marked), null, 2);
  return clean === JSON.stringify(value, null, 2) ? text : clean;
}

const isSecret = (name: string, marked: readonly string[]) => marked.includes(name) || secretName.test(name);

/**
 * The names of the properties that a schema marks as secret: `format: password`, or `writeOnly` (JSON Schema 2020-12,
 * Validation section 9.4).
 */
export function markedIn(schema: Json): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties } = Array.isArray(schema) ? {} : schema;
  const isObject = typeof properties === 'object' && properties !== null && !Array.isArray(properties);
  const own = isObject ? Object.keys(properties).filter((name) => isMarked(properties[name] ?? null)) : [];
  return [...own, ...Object.values(schema).flatMap(markedIn)];
}

function isMarked(property: Json): boolean {
  if (typeof property !== 'object' || property === null || Array.isArray(property)) return false;
  return property['format'] === 'password' || property['writeOnly'] === true;
}

import type { JsonObject } from '../../src-preload/contract.ts';

type Value = JsonObject[string];

/** What is typed in fields that are in view now, and what an earlier page had there: by field. Never a secret. */
let fields = new Map<string, Value>();

export const typedIn = (field: string): Value | undefined => fields.get(field);

export function noteTyped(field: string, value: Value): void {
  fields.set(field, value);
}

export function forgetTyped(field: string): void {
  fields.delete(field);
}

export const allTyped = (): JsonObject => Object.fromEntries(fields);

/** Fields begin with these, once they are shown. */
export function restoreTyped(kept: JsonObject): void {
  fields = new Map(Object.entries(kept));
}

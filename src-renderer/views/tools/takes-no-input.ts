import type { JsonObject } from '../../../src-preload/contract.ts';

/** Keywords besides `properties` that can require input. */
const elsewhere = ['additionalProperties', 'patternProperties', '$ref', 'allOf', 'anyOf', 'oneOf', 'required', 'if'];

/** Whether a tool's schema takes no input. */
export function takesNoInput(schema: JsonObject): boolean {
  const { properties } = schema;
  const named = typeof properties === 'object' && properties !== null && Object.keys(properties).length > 0;
  return !named && elsewhere.every((keyword) => schema[keyword] === undefined || schema[keyword] === false);
}

import type { Json, JsonObject, UnusableTool } from '../../../src-preload/contract.ts';
import { isJsonObject } from '../is-json-object.ts';

/** The longest name that a call can carry. */
const longestName = 1024;

const hints = new Set(['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint']);

/**
 * A listed tool that Keyfob can show and call, apart from the schema that its output is promised to fit; or the reason
 * why it cannot.
 */
type Checked = { tool: JsonObject; outputSchema?: JsonObject } | { unusable: UnusableTool };

/**
 * Checks one entry of a list of tools. What a call needs (MCP 2025-11-25, Tools: a name, and an input schema for an
 * object) must be right; anything else that is wrong is left out of the tool. A `null` counts as absent.
 */
export function usableTool(entry: unknown): Checked {
  if (!isJsonObject(entry as Json)) return { unusable: { name: '', reason: 'not_an_object' } };
  const { name, inputSchema, outputSchema, ...rest } = entry as JsonObject;
  if (typeof name !== 'string' || name === '') return { unusable: { name: '', reason: 'name_missing' } };
  if (name.length > longestName) return { unusable: { name, reason: 'name_too_long' } };
  const schema = usableSchema(inputSchema);
  if (typeof schema === 'string') return { unusable: { name, reason: schema } };
  return {
    tool: { name, inputSchema: schema, ...besides(rest) },
    ...(isJsonObject(outputSchema) && { outputSchema }),
  };
}

function usableSchema(schema: Json | undefined): JsonObject | UnusableTool['reason'] {
  if (schema === undefined || schema === null) return 'schema_missing';
  if (!isJsonObject(schema)) return 'schema_not_an_object';
  const { type } = schema;
  if (type !== 'object' && !(Array.isArray(type) && type.includes('object'))) return 'schema_type';
  const whole = forObjects(schema);
  const { properties, required, $schema } = whole;
  const fits =
    (properties === undefined || isJsonObject(properties)) &&
    (required === undefined || (Array.isArray(required) && required.every((one) => typeof one === 'string'))) &&
    ($schema === undefined || typeof $schema === 'string');
  return fits ? whole : 'schema_malformed';
}

const often = new Set(['properties', 'required', '$schema']);

/** The same schema, whose keywords keep their order, without those that some servers set to `null`. */
function forObjects(schema: JsonObject): JsonObject {
  const kept = Object.entries(schema).filter(([key, value]) => value !== null || !often.has(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, key === 'type' ? 'object' : value]));
}

/** What a tool has besides its name and schema, as far as it is of the type that MCP says. */
function besides({ title, description, annotations, icons, _meta }: JsonObject): JsonObject {
  return {
    ...(typeof title === 'string' && { title }),
    ...(typeof description === 'string' && { description }),
    ...(isJsonObject(annotations) && { annotations: knownHints(annotations) }),
    ...(Array.isArray(icons) && { icons: icons.filter(isIcon) }),
    ...(isJsonObject(_meta) && { _meta }),
  };
}

function knownHints({ title, ...rest }: JsonObject): JsonObject {
  const flags = Object.entries(rest).filter(([key, value]) => hints.has(key) && typeof value === 'boolean');
  return { ...(typeof title === 'string' && { title }), ...Object.fromEntries(flags) };
}

function isIcon(icon: Json): boolean {
  if (!isJsonObject(icon)) return false;
  const { src, mimeType, sizes, theme } = icon;
  return (
    typeof src === 'string' &&
    (mimeType === undefined || typeof mimeType === 'string') &&
    (sizes === undefined || (Array.isArray(sizes) && sizes.every((size) => typeof size === 'string'))) &&
    (theme === undefined || theme === 'light' || theme === 'dark')
  );
}

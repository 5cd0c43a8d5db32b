import type { JsonObject } from '../../src-preload/contract.ts';

/** What the suite tells its client besides the address: `MCP_CONFORMANCE_CONTEXT`, JSON, absent in most scenarios. */
interface Scenario {
  /** A client that was registered by hand, at this issuer. */
  preRegistered?: { issuer: string; clientId: string; clientSecret: string };
  /** What to call, in this order; otherwise every tool that is listed. */
  toolCalls?: { name: string; arguments: JsonObject }[];
}

export function readScenario(environment: NodeJS.ProcessEnv): Scenario {
  const context = JSON.parse(environment.MCP_CONFORMANCE_CONTEXT ?? '{}') as Record<string, unknown>;
  const { name, issuer, client_id: clientId, client_secret: clientSecret, toolCalls } = context;
  const preRegistered = name === 'auth/pre-registration' && { issuer, clientId, clientSecret };
  return {
    ...(preRegistered && { preRegistered: preRegistered as NonNullable<Scenario['preRegistered']> }),
    ...(Array.isArray(toolCalls) && { toolCalls: toolCalls as NonNullable<Scenario['toolCalls']> }),
  };
}

/** Arguments that a schema's required members take: the suite's tools want nothing in particular. */
export function sampleArguments(schema: JsonObject): JsonObject {
  const samples: Record<string, JsonObject[string]> = {
    string: 'sample',
    number: 2,
    integer: 2,
    boolean: true,
    array: [],
    object: {},
  };
  const properties = (schema.properties ?? {}) as Record<string, { type?: string }>;
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  return Object.fromEntries(required.map((name) => [name, samples[properties[name]?.type ?? 'string'] ?? null]));
}

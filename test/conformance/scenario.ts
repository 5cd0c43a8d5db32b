import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject, SettingChanges } from '../../src-preload/contract.ts';

/** The suite's parameters besides the address: `MCP_CONFORMANCE_CONTEXT` as JSON, absent in most scenarios. */
interface Scenario {
  /** Settings of the server. */
  settings?: SettingChanges;
  /** The calls in order; otherwise every listed tool is called. */
  toolCalls?: { name: string; arguments: JsonObject }[];
  /** The suite reads from the calls what arrived of the first tool's input schema. */
  returnsSchema: boolean;
}

interface SuiteContext {
  name?: string;
  client_id?: string;
  client_secret?: string;
  private_key_pem?: string;
  idp_client_id?: string;
  idp_id_token?: string;
  idp_token_endpoint?: string;
  valid_jwt?: string;
  toolCalls?: Scenario['toolCalls'];
}

export function readScenario(environment: NodeJS.ProcessEnv): Scenario {
  const context = JSON.parse(environment.MCP_CONFORMANCE_CONTEXT ?? '{}') as SuiteContext;
  const settings = settingsFor(context);
  return {
    returnsSchema: environment.MCP_CONFORMANCE_SCENARIO === 'json-schema-2020-12-preservation',
    ...(settings && { settings }),
    ...(Array.isArray(context.toolCalls) && { toolCalls: context.toolCalls }),
  };
}

function settingsFor(context: SuiteContext): SettingChanges | undefined {
  const { client_id: clientId, client_secret: clientSecret, private_key_pem: pem } = context;
  if (clientId === undefined) return undefined;
  const client = {
    clientId,
    ...(clientSecret !== undefined && { clientSecret }),
    ...(pem !== undefined && { privateKey: { pem } }),
  };
  if (context.name === 'auth/pre-registration') return client;
  if (context.valid_jwt !== undefined) {
    const assertionFile = join(mkdtempSync(join(tmpdir(), 'keyfob-workload-')), 'token');
    writeFileSync(assertionFile, context.valid_jwt);
    return { ...client, grantType: 'jwt_bearer', assertionFile };
  }
  const { idp_client_id: identityClientId, idp_id_token: idToken, idp_token_endpoint: identityTokenEndpoint } = context;
  if (identityClientId === undefined || idToken === undefined || identityTokenEndpoint === undefined) {
    return { ...client, grantType: 'client_credentials' };
  }
  return { ...client, grantType: 'identity_assertion', identityClientId, idToken, identityTokenEndpoint };
}

/** Arguments for a schema's required members: the suite's tools accept any value. */
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

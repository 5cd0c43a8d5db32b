import type { JsonObject, SettingChanges } from '../../src-preload/contract.ts';

/** What the suite tells its client besides the address: `MCP_CONFORMANCE_CONTEXT`, JSON, absent in most scenarios. */
interface Scenario {
  /** What a person would enter in the server's settings. */
  settings?: SettingChanges;
  /** What to call, in this order; otherwise every tool that is listed. */
  toolCalls?: { name: string; arguments: JsonObject }[];
  /** The server asks the person for something, and the suite wants them to say yes. */
  asksThePerson: boolean;
}

/**
 * The window cannot ask for what a server wants to know of the person (elicitation) yet, so these two are run with an answer
 * that the app does not have: `docs/protocol.md` says so. All others are run as the app is, which does not offer to be
 * asked.
 */
const askingScenarios: ReadonlySet<string> = new Set([
  'elicitation-sep1034-client-defaults',
  'sep-2322-client-request-state',
]);

interface SuiteContext {
  name?: string;
  client_id?: string;
  client_secret?: string;
  private_key_pem?: string;
  idp_client_id?: string;
  idp_id_token?: string;
  idp_token_endpoint?: string;
  toolCalls?: Scenario['toolCalls'];
}

export function readScenario(environment: NodeJS.ProcessEnv): Scenario {
  const context = JSON.parse(environment.MCP_CONFORMANCE_CONTEXT ?? '{}') as SuiteContext;
  const settings = settingsFor(context);
  return {
    asksThePerson: askingScenarios.has(environment.MCP_CONFORMANCE_SCENARIO ?? ''),
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
  const { idp_client_id: identityClientId, idp_id_token: idToken, idp_token_endpoint: identityTokenEndpoint } = context;
  if (identityClientId === undefined || idToken === undefined || identityTokenEndpoint === undefined) {
    return { ...client, grantType: 'client_credentials' };
  }
  return { ...client, grantType: 'identity_assertion', identityClientId, idToken, identityTokenEndpoint };
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

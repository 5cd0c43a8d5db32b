import * as z from 'zod/mini';
import type { Json, JsonObject, RequestName, Requests } from '../../src-preload/contract.ts';

const id = z.string().check(z.minLength(1), z.maxLength(100));
const text = (longest: number) => z.string().check(z.maxLength(longest));
const server = z.strictObject({ serverId: id });
const nothing = z.undefined();

const json: z.ZodMiniType<Json> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]),
);
const jsonObject: z.ZodMiniType<JsonObject> = z.record(z.string(), json);

const maybe = <T extends z.ZodMiniType>(schema: T) => z.exactOptional(z.nullable(schema));
const address = text(2048);
const grantTypes = ['authorization_code', 'client_credentials', 'device_code', 'identity_assertion'] as const;
const methods = ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;

const changes = z.strictObject({
  account: z.exactOptional(z.enum(['shared', 'own'])),
  returnPath: z.exactOptional(z.enum(['automatic', 'app_link', 'loopback'])),
  grantType: z.exactOptional(z.enum(grantTypes)),
  issuer: maybe(address),
  authorizationEndpoint: maybe(address),
  tokenEndpoint: maybe(address),
  clientId: maybe(address),
  authenticationMethod: maybe(z.enum(methods)),
  scope: maybe(text(4096)),
  sendResource: z.exactOptional(z.boolean()),
  identityTokenEndpoint: maybe(address),
  identityClientId: maybe(address),
  note: z.exactOptional(text(4096)),
  callTimeout: maybe(z.int().check(z.minimum(1000), z.maximum(3_600_000))),
  toolPrefix: z.exactOptional(text(64)),
  clientSecret: maybe(text(4096)),
  privateKey: maybe(z.union([z.strictObject({ generate: z.literal(true) }), z.strictObject({ pem: text(16_384) })])),
  idToken: maybe(text(65_536)),
  headers: maybe(z.record(text(256), text(8192))),
});

type Schemas = { [Name in RequestName]: z.ZodMiniType<Requests[Name]['input']> };

/** What may come in with each request. Anything else is refused before a handler sees it. */
export const schemas: Schemas = {
  'app:describe': nothing,
  'app:copy': z.strictObject({ text: text(5_000_000) }),
  'servers:list': nothing,
  'servers:add': z.strictObject({ url: text(4096), name: z.exactOptional(text(400)) }),
  'servers:rename': z.strictObject({ serverId: id, name: text(400) }),
  'servers:change-address': z.strictObject({ serverId: id, url: text(4096) }),
  'servers:set-enabled': z.strictObject({ serverId: id, enabled: z.boolean() }),
  'servers:remove': server,
  'servers:settings': server,
  'servers:settings-cost': z.strictObject({ serverId: id, changes }),
  'servers:change-settings': z.strictObject({ serverId: id, changes }),
  'servers:public-key': server,
  'connections:discover': z.union([
    z.strictObject({ serverId: id, refresh: z.exactOptional(z.boolean()) }),
    z.strictObject({ url: text(4096), refresh: z.exactOptional(z.boolean()) }),
  ]),
  'connections:connect': z.strictObject({
    serverId: id,
    returnPath: z.exactOptional(z.enum(['app_link', 'loopback'])),
    registerAgain: z.exactOptional(z.boolean()),
  }),
  'connections:cancel': server,
  'connections:open-again': server,
  'connections:copy-link': server,
  'connections:disconnect': server,
  'tools:list': z.strictObject({ serverId: id, refresh: z.exactOptional(z.boolean()) }),
  'tools:call': z.strictObject({
    serverId: id,
    callId: id,
    tool: text(1024),
    arguments: jsonObject,
    stepUp: z.exactOptional(z.boolean()),
  }),
  'tools:cancel': z.strictObject({ callId: id }),
};

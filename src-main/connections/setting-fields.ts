import * as z from 'zod/mini';
import { text } from '../fields.ts';

const maybe = <T extends z.ZodMiniType>(schema: T) => z.exactOptional(z.nullable(schema));
const value = text(2048);
const grantTypes = ['authorization_code', 'client_credentials', 'device_code', 'identity_assertion'] as const;
const methods = ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;

/** `SettingChanges` of the contract. */
export const settingChanges = z.strictObject({
  account: z.exactOptional(z.enum(['shared', 'own'])),
  returnPath: z.exactOptional(z.enum(['automatic', 'app_link', 'loopback'])),
  grantType: z.exactOptional(z.enum(grantTypes)),
  issuer: maybe(value),
  authorizationEndpoint: maybe(value),
  tokenEndpoint: maybe(value),
  clientId: maybe(value),
  authenticationMethod: maybe(z.enum(methods)),
  scope: maybe(text(4096)),
  sendResource: z.exactOptional(z.boolean()),
  identityTokenEndpoint: maybe(value),
  identityClientId: maybe(value),
  note: z.exactOptional(text(4096)),
  callTimeout: maybe(z.int().check(z.minimum(1000), z.maximum(3_600_000))),
  toolPrefix: z.exactOptional(text(64)),
  clientSecret: maybe(text(4096)),
  privateKey: maybe(z.union([z.strictObject({ generate: z.literal(true) }), z.strictObject({ pem: text(16_384) })])),
  idToken: maybe(text(65_536)),
  headers: maybe(z.record(text(256), text(8192))),
});

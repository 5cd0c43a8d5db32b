import * as z from 'zod/mini';
import { callTimeoutRange, longestSetting as longest } from '../../../src-preload/contract.ts';
import { boundedText } from '../../base/schema.ts';

const maybe = <T extends z.ZodMiniType>(schema: T) => z.exactOptional(z.nullable(schema));
const grantTypes = ['authorization_code', 'client_credentials', 'device_code', 'identity_assertion'] as const;
const methods = ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const;

/** The schema of the contract's `SettingChanges`. */
export const settingChanges = z.strictObject({
  account: z.exactOptional(z.enum(['shared', 'own'])),
  returnPath: z.exactOptional(z.enum(['automatic', 'app_link', 'loopback'])),
  grantType: z.exactOptional(z.enum(grantTypes)),
  issuer: maybe(boundedText(longest.issuer)),
  authorizationEndpoint: maybe(boundedText(longest.authorizationEndpoint)),
  tokenEndpoint: maybe(boundedText(longest.tokenEndpoint)),
  clientId: maybe(boundedText(longest.clientId)),
  authenticationMethod: maybe(z.enum(methods)),
  scope: maybe(boundedText(longest.scope)),
  sendResource: z.exactOptional(z.boolean()),
  identityTokenEndpoint: maybe(boundedText(longest.identityTokenEndpoint)),
  identityClientId: maybe(boundedText(longest.identityClientId)),
  note: z.exactOptional(boundedText(longest.note)),
  callTimeout: maybe(z.int().check(z.minimum(callTimeoutRange.least), z.maximum(callTimeoutRange.most))),
  toolPrefix: z.exactOptional(boundedText(longest.toolPrefix)),
  clientSecret: maybe(boundedText(longest.clientSecret)),
  privateKey: maybe(
    z.union([z.strictObject({ generate: z.literal(true) }), z.strictObject({ pem: boundedText(longest.pem) })]),
  ),
  idToken: maybe(boundedText(longest.idToken)),
  headers: maybe(z.record(boundedText(longest.headerName), boundedText(longest.headerValue))),
});

/** The schema of the contract's `SignInSettings`, all optional: settings that an import may need consent for. */
export const signInSettings = z.omit(settingChanges, {
  note: true,
  callTimeout: true,
  toolPrefix: true,
  clientSecret: true,
  privateKey: true,
  idToken: true,
  headers: true,
});

/** The schema of the contract's `LookUpSettings`. */
export const lookUpSettings = z.pick(settingChanges, {
  grantType: true,
  returnPath: true,
  issuer: true,
  authorizationEndpoint: true,
  tokenEndpoint: true,
  clientId: true,
  scope: true,
  sendResource: true,
  headers: true,
});

import type { LookUpSettings, SettingChanges } from '../../../src-preload/contract.ts';

const names = [
  'grantType',
  'returnPath',
  'issuer',
  'authorizationEndpoint',
  'tokenEndpoint',
  'clientId',
  'scope',
  'sendResource',
  'headers',
] as const satisfies (keyof LookUpSettings)[];

/** What of a draft steers a look at the address. Secrets that only a sign-in needs are not among it. */
export function lookUpSettings(changes: SettingChanges): LookUpSettings {
  return Object.fromEntries(names.filter((name) => name in changes).map((name) => [name, changes[name]]));
}

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

/** The settings in a draft that affect a dry run, without secrets that only a sign-in needs. */
export function lookUpSettings(changes: SettingChanges): LookUpSettings {
  return Object.fromEntries(names.filter((name) => name in changes).map((name) => [name, changes[name]]));
}

import { type LookUpSettings, lookUpSettingNames, type SettingChanges } from '../../../src-preload/contract.ts';

/** The settings in a draft that affect a dry run, without secrets that only a sign-in needs. */
export function lookUpSettings(changes: SettingChanges): LookUpSettings {
  return Object.fromEntries(lookUpSettingNames.filter((name) => name in changes).map((name) => [name, changes[name]]));
}

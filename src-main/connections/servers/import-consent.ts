import {
  addressSettingNames,
  consentSettingNames,
  type ImportConsentView,
  type PlainSettings,
  type SettingLike,
  type SignInSettings,
} from '../../../src-preload/contract.ts';
import { pick } from '../../base/pick.ts';

/**
 * The settings of an imported server that need separate consent, and the hosts concerned. Null if everything is
 * discovered from the server or stays at its origin.
 */
export function consentFor(url: URL, settings: Partial<PlainSettings>): ImportConsentView | null {
  const named = consentSettingNames.filter((name) => settings[name] !== undefined);
  const known = new Set([url.origin, originOf(settings.issuer)]);
  const staysThere = (name: SettingLike<{ needsConsent: true }>) =>
    (name === 'authorizationEndpoint' || name === 'tokenEndpoint') && known.has(originOf(settings[name]));
  if (named.every(staysThere)) return null;
  const hosts = new Map<string, ImportConsentView['hosts'][number]>();
  for (const name of addressSettingNames) {
    const address = settings[name];
    if (typeof address !== 'string' || (staysThere(name) && originOf(address) === url.origin)) continue;
    const { host } = new URL(address);
    const entry = hosts.get(host) ?? { host, fields: [] };
    entry.fields.push(name);
    hosts.set(host, entry);
  }
  return {
    settings: pick(settings, named),
    hosts: [...hosts.values()],
  };
}

/** Whether consent was given for exactly these settings. True if none is needed. */
export function isAgreed(consent: ImportConsentView | null, agreed: Partial<SignInSettings> | undefined): boolean {
  if (consent === null) return true;
  if (agreed === undefined) return false;
  const names = Object.keys({ ...consent.settings, ...agreed }) as (keyof SignInSettings)[];
  return names.every((name) => consent.settings[name] === agreed[name]);
}

function originOf(address: string | null | undefined): string | undefined {
  return typeof address === 'string' ? new URL(address).origin : undefined;
}

import type { CallSettings, ImportConsentView, SignInSettings } from '../../src-preload/contract.ts';

/** The settings of a server that its source sets to something else than a new server begins with. */
export type DifferentSettings = Partial<SignInSettings & CallSettings>;

const addresses = ['issuer', 'authorizationEndpoint', 'tokenEndpoint', 'identityTokenEndpoint'] as const;

/** They decide who a person signs in to, as which client, and who receives the code and the tokens. */
const decisive = [
  ...addresses,
  'grantType',
  'clientId',
  'identityClientId',
  'authenticationMethod',
  'sendResource',
] as const satisfies (keyof SignInSettings)[];

/**
 * What an imported server may not have without a yes of its own, and the hosts that this is about. Null where everything about
 * the sign-in is discovered from the server, or stays at its origin.
 */
export function consentFor(url: URL, settings: DifferentSettings): ImportConsentView | null {
  const named = decisive.filter((name) => settings[name] !== undefined);
  const known = new Set([url.origin, originOf(settings.issuer)]);
  const staysThere = (name: (typeof decisive)[number]) =>
    (name === 'authorizationEndpoint' || name === 'tokenEndpoint') && known.has(originOf(settings[name]));
  if (named.every(staysThere)) return null;
  const hosts = new Map<string, ImportConsentView['hosts'][number]>();
  for (const name of addresses) {
    const address = settings[name];
    if (typeof address !== 'string' || (staysThere(name) && originOf(address) === url.origin)) continue;
    const { host } = new URL(address);
    const entry = hosts.get(host) ?? { host, fields: [] };
    entry.fields.push(name);
    hosts.set(host, entry);
  }
  return {
    settings: Object.fromEntries(named.map((name) => [name, settings[name]])),
    hosts: [...hosts.values()],
  };
}

/** Whether a yes was given, and to exactly these settings. Nothing to agree to is agreed. */
export function isAgreed(consent: ImportConsentView | null, agreed: Partial<SignInSettings> | undefined): boolean {
  if (consent === null) return true;
  if (agreed === undefined) return false;
  const names = Object.keys({ ...consent.settings, ...agreed }) as (keyof SignInSettings)[];
  return names.every((name) => consent.settings[name] === agreed[name]);
}

function originOf(address: string | null | undefined): string | undefined {
  return typeof address === 'string' ? new URL(address).origin : undefined;
}

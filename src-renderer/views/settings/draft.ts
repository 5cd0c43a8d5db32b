import type { ServerSettingsView, SettingChanges } from '../../../src-preload/contract.ts';
import { type Draft, untouched } from '../../stores/draft.ts';

export function draftOf(settings: ServerSettingsView): Draft {
  const { account, returnPath, grantType, sendResource, note, toolPrefix, scope, callTimeout } = settings;
  return {
    ...untouched,
    account,
    returnPath,
    grantType,
    sendResource,
    note,
    toolPrefix,
    registration: settings.clientId === null ? 'automatic' : 'typed',
    clientId: settings.clientId ?? '',
    authenticationMethod: settings.authenticationMethod ?? 'automatic',
    discovery: settings.tokenEndpoint === null ? 'automatic' : 'typed',
    issuer: settings.issuer ?? '',
    authorizationEndpoint: settings.authorizationEndpoint ?? '',
    tokenEndpoint: settings.tokenEndpoint ?? '',
    scopes: scope === null ? 'automatic' : 'typed',
    scope: scope ?? '',
    identityTokenEndpoint: settings.identityTokenEndpoint ?? '',
    identityClientId: settings.identityClientId ?? '',
    callTimeout: callTimeout === null ? '' : String(callTimeout / 1000),
  };
}

/** What a form began with. Of secrets only whether there is one: their values never come back. */
export interface Saved {
  draft: Draft;
  clientSecret: boolean;
  privateKey: boolean;
  idToken: boolean;
  headerNames: string[];
}

export const nothingSaved: Saved = {
  draft: untouched,
  clientSecret: false,
  privateKey: false,
  idToken: false,
  headerNames: [],
};

export function savedOf(settings: ServerSettingsView): Saved {
  return {
    draft: draftOf(settings),
    clientSecret: settings.hasClientSecret,
    privateKey: settings.hasPrivateKey,
    idToken: settings.hasIdToken,
    headerNames: settings.headerNames,
  };
}

/** What a draft says that the saved settings do not: only that is sent, so that what was left alone is not touched. */
export function changesBetween(saved: Draft, draft: Draft): SettingChanges {
  const before = plainSettings(saved, saved);
  const changed = Object.entries(plainSettings(draft, saved)).filter(
    ([name, value]) => value !== before[name as keyof typeof before],
  );
  return { ...(Object.fromEntries(changed) as SettingChanges), ...secretChanges(saved, draft) };
}

/**
 * As the main process knows them: null where nothing was said, or where it does not apply. What was saved for this way to sign
 * in counts as it stands, for an import may have brought what does not apply.
 */
export function plainSettings(draft: Draft, saved: Draft) {
  const preregisteredClient = usesPreregisteredClient(draft);
  const asSaved = draft.grantType === saved.grantType;
  // Nobody can type where a device asks for its code: that is discovered.
  const manualEndpoints = draft.discovery === 'typed' && (asSaved || draft.grantType !== 'device_code');
  const byBrowser = asSaved || draft.grantType === 'authorization_code';
  const byAssertion = asSaved || draft.grantType === 'identity_assertion';
  return {
    account: draft.account,
    returnPath: draft.returnPath,
    grantType: draft.grantType,
    clientId: preregisteredClient ? textOr(draft.clientId) : null,
    authenticationMethod:
      preregisteredClient && draft.authenticationMethod !== 'automatic' ? draft.authenticationMethod : null,
    issuer: textOr(draft.issuer),
    authorizationEndpoint: manualEndpoints && byBrowser ? textOr(draft.authorizationEndpoint) : null,
    tokenEndpoint: manualEndpoints ? textOr(draft.tokenEndpoint) : null,
    scope: draft.scopes === 'typed' ? draft.scope.trim().replaceAll(/\s+/g, ' ') : null,
    sendResource: draft.sendResource,
    identityTokenEndpoint: byAssertion ? textOr(draft.identityTokenEndpoint) : null,
    identityClientId: byAssertion ? textOr(draft.identityClientId) : null,
    note: draft.note.trim(),
    callTimeout: draft.callTimeout.trim() ? Math.round(Number(draft.callTimeout) * 1000) : null,
    toolPrefix: draft.toolPrefix.trim(),
  };
}

function secretChanges(saved: Draft, draft: Draft): SettingChanges {
  const forgotten = saved.registration === 'typed' && draft.registration === 'automatic' && !needsClient(draft);
  if (forgotten) return { clientSecret: null, privateKey: null, ...headerChange(draft) };
  return {
    ...typedSecret('clientSecret', draft.clientSecret),
    ...(draft.privateKey === 'generate' && { privateKey: { generate: true } as const }),
    ...(draft.privateKey === 'pem' && draft.pem.trim() && { privateKey: { pem: draft.pem } }),
    ...typedSecret('idToken', draft.idToken),
    ...headerChange(draft),
  };
}

/** A field that nobody has typed in says nothing. */
function typedSecret(name: 'clientSecret' | 'idToken', value: string | null | undefined): SettingChanges {
  return value === undefined || value?.trim() === '' ? {} : { [name]: value?.trim() ?? null };
}

function headerChange({ headers }: Draft): SettingChanges {
  if (headers === undefined) return {};
  const named = headers.filter(({ name }) => name.trim() !== '');
  if (named.length === 0 && headers.length > 0) return {};
  return {
    headers: named.length === 0 ? null : Object.fromEntries(named.map(({ name, value }) => [name.trim(), value])),
  };
}

/** Whether something is saved that the chosen way to sign in has no use for: it is shown, so that it can be taken away. */
export function isLeftOver(draft: Draft, saved: Draft, ...names: PlainText[]): boolean {
  return draft.grantType === saved.grantType && names.some((name) => saved[name] !== '');
}

type PlainText = 'authorizationEndpoint' | 'tokenEndpoint' | 'identityTokenEndpoint' | 'identityClientId';

/** A grant in which nobody is asked is for clients that are known by hand. */
export function needsClient({ grantType }: Draft): boolean {
  return grantType === 'client_credentials' || grantType === 'identity_assertion';
}

/** Whether what the authorization server knows Keyfob as is entered by hand. */
export function usesPreregisteredClient(draft: Draft): boolean {
  return needsClient(draft) || draft.registration === 'typed';
}

function textOr(text: string): string | null {
  return text.trim() || null;
}

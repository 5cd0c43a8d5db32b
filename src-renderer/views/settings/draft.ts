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

/** The saved settings that a form starts with. For secrets, only whether there is one: values are never returned. */
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

/** The difference between draft and saved settings. Only that is sent, so that unedited settings are left alone. */
export function changesBetween(saved: Draft, draft: Draft): SettingChanges {
  const before = plainSettings(saved, saved);
  const changed = Object.entries(plainSettings(draft, saved)).filter(
    ([name, value]) => value !== before[name as keyof typeof before],
  );
  return { ...(Object.fromEntries(changed) as SettingChanges), ...secretChanges(saved, draft) };
}

/**
 * A draft in the contract's form: null if empty or not applicable. Saved values for the same grant are kept even if
 * they do not apply, because an import may have set them.
 */
export function plainSettings(draft: Draft, saved: Draft) {
  const preregisteredClient = usesPreregisteredClient(draft);
  const asSaved = draft.grantType === saved.grantType;
  // The device authorization endpoint cannot be entered, so this grant always uses discovery.
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

/** An empty secret field changes nothing. */
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

/** Whether a saved value does not apply to the chosen grant: it is shown, so that the user can remove it. */
export function isLeftOver(draft: Draft, saved: Draft, ...names: PlainText[]): boolean {
  return draft.grantType === saved.grantType && names.some((name) => saved[name] !== '');
}

type PlainText = 'authorizationEndpoint' | 'tokenEndpoint' | 'identityTokenEndpoint' | 'identityClientId';

/** Non-interactive grants need a preregistered client. */
export function needsClient({ grantType }: Draft): boolean {
  return grantType === 'client_credentials' || grantType === 'identity_assertion';
}

/** Whether the client is entered by hand. */
export function usesPreregisteredClient(draft: Draft): boolean {
  return needsClient(draft) || draft.registration === 'typed';
}

function textOr(text: string): string | null {
  return text.trim() || null;
}

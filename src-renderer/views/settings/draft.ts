import {
  type PlainSettings,
  plainSettingNames,
  serverSettings,
  type ServerSettingsView,
  type SettingChanges,
} from '../../../src-preload/contract.ts';
import { type Draft, formValues, untouched } from '../../stores/draft.ts';

export function draftOf(settings: ServerSettingsView): Draft {
  return {
    ...untouched,
    ...formValues(settings),
    registration: settings.clientId === null ? 'automatic' : 'typed',
    discovery: settings.tokenEndpoint === null ? 'automatic' : 'typed',
    scopes: settings.scope === null ? 'automatic' : 'typed',
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
  const after = plainSettings(draft, saved);
  const changed = plainSettingNames.filter((name) => after[name] !== before[name]);
  const plain: SettingChanges = Object.fromEntries(changed.map((name) => [name, after[name]]));
  return { ...plain, ...secretChanges(saved, draft) };
}

/**
 * A draft in the contract's form: null if empty or not applicable. Saved values for the same grant are kept even if
 * they do not apply, because an import may have set them.
 */
export function plainSettings(draft: Draft, saved: Draft): PlainSettings {
  const preregisteredClient = usesPreregisteredClient(draft);
  const asSaved = draft.grantType === saved.grantType;
  // The device authorization endpoint cannot be entered, so this grant always uses discovery.
  const manualEndpoints = draft.discovery === 'typed' && (asSaved || draft.grantType !== 'device_code');
  const byBrowser = asSaved || draft.grantType === 'authorization_code';
  const byAssertion = asSaved || draft.grantType === 'identity_assertion';
  const byFile = asSaved || draft.grantType === 'jwt_bearer';
  const settings = enteredSettings(draft);
  return {
    ...settings,
    ...(!preregisteredClient && { clientId: null, redirectUri: null, authenticationMethod: null }),
    ...(!(manualEndpoints && byBrowser) && { authorizationEndpoint: null }),
    ...(!manualEndpoints && { tokenEndpoint: null }),
    scope: draft.scopes === 'typed' ? draft.scope.trim().replaceAll(/\s+/g, ' ') : null,
    ...(!byAssertion && { identityTokenEndpoint: null, identityClientId: null }),
    ...(!byFile && { assertionFile: null }),
    ...(draft.keyPlace !== 'header' && { keyHeader: null }),
  };
}

/** The settings as they are entered, whether they apply or not. */
function enteredSettings(draft: Draft): PlainSettings {
  const settings = plainSettingNames.map((name) => [name, settingValue(serverSettings[name], draft[name])]);
  return Object.fromEntries(settings) as PlainSettings;
}

function settingValue(
  setting: (typeof serverSettings)[keyof PlainSettings],
  entered: string | boolean,
): string | number | boolean | null {
  if (typeof entered === 'boolean') return entered;
  const text = entered.trim();
  if (setting.kind === 'text') return text || setting.default;
  if (setting.kind === 'milliseconds') return text ? Math.round(Number(text) * 1000) : null;
  return setting.default === null && text === 'automatic' ? null : text;
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

type PlainText =
  | 'authorizationEndpoint'
  | 'tokenEndpoint'
  | 'identityTokenEndpoint'
  | 'identityClientId'
  | 'assertionFile';

/** Non-interactive grants need a preregistered client. */
export function needsClient({ grantType }: Draft): boolean {
  return grantType !== 'authorization_code' && grantType !== 'device_code';
}

/** Whether the client is entered by hand. */
export function usesPreregisteredClient(draft: Draft): boolean {
  return needsClient(draft) || draft.registration === 'typed';
}

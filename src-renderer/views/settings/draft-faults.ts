import {
  isHeader,
  isOfForm,
  longestSetting,
  missingEndpoint,
  missingKeyHeader,
  type PlainSettings,
  serverSettings,
  type TextForm,
  textSettingNames,
} from '../../../src-preload/contract.ts';
import { plainSettings, type Saved, usesPreregisteredClient } from './draft.ts';
import type { Draft, Header } from '../../stores/draft.ts';

/** An error of a field, as a key of the language catalogue. */
export type DraftFault = Exclude<TextForm, 'free'> | 'required' | 'timeout' | 'header' | 'pem' | 'long';

export type DraftFaults = Partial<Record<keyof Draft, DraftFault>>;

/** The errors in a draft, by the rules that the main process enforces. Fields that do not apply are skipped. */
export function draftFaults(draft: Draft, saved: Saved): DraftFaults {
  const settings = plainSettings(draft, saved.draft);
  const faults: DraftFaults = {};
  for (const name of textSettingNames) {
    const text = settings[name];
    const { form, longest } = serverSettings[name];
    if (text === null) continue;
    if (text.length > longest) faults[name] = 'long';
    else if (form !== 'free' && !isOfForm[form](text)) faults[name] = form;
  }
  const { callTimeout } = settings;
  const { least, most } = serverSettings.callTimeout;
  if (callTimeout !== null && !(callTimeout >= least && callTimeout <= most)) faults.callTimeout = 'timeout';
  if (draft.headers?.some((header) => headerFault(header))) faults.headers = 'header';
  for (const name of missing(draft, settings, saved)) faults[name] = 'required';
  if (usesPem(draft) && draft.pem.trim() !== '') {
    if (!draft.pem.includes('PRIVATE KEY')) faults.pem = 'pem';
    else if (draft.pem.length > longestSetting.pem) faults.pem = 'long';
  }
  for (const name of ['clientSecret', 'idToken'] as const)
    if ((draft[name]?.length ?? 0) > serverSettings[name].longest) faults[name] = 'long';
  return faults;
}

/** Empty required fields are reported only after the first try to save. */
export function shownFaults(faults: DraftFaults, tried: boolean): DraftFaults {
  if (tried) return faults;
  return Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault !== 'required'));
}

/** An empty row is valid. */
export function headerFault({ name, value }: Header): boolean {
  const trimmed = name.trim();
  if (trimmed === '') return value.trim() !== '';
  return !isHeader(trimmed, value) || value.length > longestSetting.headerValue;
}

/** The fields that the other choices require. */
function missing(draft: Draft, settings: PlainSettings, saved: Saved): (keyof Draft)[] {
  const names: (keyof Draft)[] = [];
  if (draft.grantType === 'key') return missingKeyHeader(settings) ? ['keyHeader'] : [];
  const endpoint = missingEndpoint(settings);
  if (endpoint === 'tokenEndpoint' || endpoint === 'authorizationEndpoint') names.push(endpoint);
  if (draft.discovery === 'typed' && draft.grantType !== 'device_code') {
    if (settings.tokenEndpoint === null) names.push('tokenEndpoint');
    if (draft.grantType === 'authorization_code' && settings.authorizationEndpoint === null)
      names.push('authorizationEndpoint');
  }
  if (draft.grantType === 'identity_assertion') {
    if (settings.identityTokenEndpoint === null) names.push('identityTokenEndpoint');
    if (settings.identityClientId === null) names.push('identityClientId');
    if (!isThere(draft.idToken, saved.idToken)) names.push('idToken');
  }
  if (draft.grantType === 'jwt_bearer' && settings.assertionFile === null) names.push('assertionFile');
  if (!usesPreregisteredClient(draft)) return names;
  if (settings.clientId === null) names.push('clientId');
  const method = settings.authenticationMethod;
  const bySecret = method === 'client_secret_basic' || method === 'client_secret_post';
  if (bySecret && !isThere(draft.clientSecret, saved.clientSecret)) names.push('clientSecret');
  if (method === 'private_key_jwt' && draft.privateKey === 'saved' && !saved.privateKey) names.push('privateKey');
  if (usesPem(draft) && draft.pem.trim() === '') names.push('pem');
  return names;
}

function usesPem(draft: Draft): boolean {
  return (
    usesPreregisteredClient(draft) && draft.authenticationMethod === 'private_key_jwt' && draft.privateKey === 'pem'
  );
}

/** An unchanged secret counts as present if one is saved. */
function isThere(typed: string | null | undefined, saved: boolean): boolean {
  if (typed === null) return false;
  return typed === undefined || typed.trim() === '' ? saved : true;
}

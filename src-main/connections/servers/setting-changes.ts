import {
  isClientId,
  isEndpointAddress,
  isHeader,
  isScope,
  isToolPrefix,
  missingEndpoint,
  type CallSettings,
  type SettingChanges,
  type SettingField,
  type SignInSettings,
} from '../../../src-preload/contract.ts';
import { cleanText } from '../../base/clean-text.ts';
import { Fault } from '../../base/fault.ts';

/**
 * Whether a change of the field ends the sign-ins, because tokens depend on it. A field without an entry does not
 * compile.
 */
export const endsSignIns: Record<SettingField, boolean> = {
  account: true,
  returnPath: true,
  grantType: true,
  issuer: true,
  authorizationEndpoint: true,
  tokenEndpoint: true,
  clientId: true,
  authenticationMethod: true,
  scope: true,
  sendResource: true,
  identityTokenEndpoint: true,
  identityClientId: true,
  clientSecret: true,
  privateKey: true,
  idToken: true,
  headers: false,
  note: false,
  callTimeout: false,
  toolPrefix: false,
};

/** The non-secret settings in stored form. Throws `request_invalid` with the invalid field. */
export function plainChanges(changes: SettingChanges): Partial<SignInSettings & CallSettings> {
  const { clientSecret: _secret, privateKey: _key, idToken: _token, headers: _headers, ...plain } = changes;
  for (const name of ['issuer', 'authorizationEndpoint', 'tokenEndpoint', 'identityTokenEndpoint'] as const) {
    const address = plain[name];
    if (typeof address === 'string' && !isEndpointAddress(address)) throw invalidField(name);
  }
  for (const name of ['clientId', 'identityClientId'] as const) {
    const id = plain[name];
    if (typeof id === 'string' && !isClientId(id)) throw invalidField(name);
  }
  if (typeof plain.scope === 'string' && !isScope(plain.scope)) throw invalidField('scope');
  if (plain.toolPrefix !== undefined && !isToolPrefix(plain.toolPrefix)) throw invalidField('toolPrefix');
  return { ...plain, ...(plain.note !== undefined && { note: cleanText(plain.note, 2000) }) };
}

/** Without discovery, both endpoints must be set after the change. */
export function checkTogether(settings: SignInSettings): void {
  const missing = missingEndpoint(settings);
  if (missing) throw invalidField(missing);
}

/** Throws `request_invalid`. */
export function checkHeaders(headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!isHeader(name, value)) throw invalidField('headers');
  }
}

function invalidField(field: SettingField): Fault {
  return new Fault('request_invalid', `${field} does not fit`, { values: { field } });
}

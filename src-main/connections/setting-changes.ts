import type { CallSettings, SettingChanges, SettingSecrets, SignInSettings } from '../../src-preload/contract.ts';
import { cleanText } from '../clean-text.ts';
import { Fault } from '../fault.ts';
import { secureUrl } from '../oauth/secure-url.ts';

type Field = keyof (SignInSettings & CallSettings & Required<SettingSecrets>);

/**
 * Whether a change of the field ends the sign-ins: what a token is for follows from it. A field without an entry does not
 * compile.
 */
export const endsSignIns: Record<Field, boolean> = {
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

/** The settings that are plain values, as they are stored. Throws `request_invalid` with the field that does not fit. */
export function plainChanges(changes: SettingChanges): Partial<SignInSettings & CallSettings> {
  const { clientSecret: _secret, privateKey: _key, idToken: _token, headers: _headers, ...plain } = changes;
  for (const name of ['issuer', 'authorizationEndpoint', 'tokenEndpoint', 'identityTokenEndpoint'] as const) {
    const address = plain[name];
    if (typeof address === 'string' && !secureUrl(address)) throw unfit(name);
  }
  for (const name of ['clientId', 'identityClientId'] as const) {
    const id = plain[name];
    // RFC 6749 appendix A.1: printable ASCII.
    if (typeof id === 'string' && !/^[\x20-\x7e]+$/.test(id)) throw unfit(name);
  }
  // RFC 6749 section 3.3.
  if (typeof plain.scope === 'string' && !/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(plain.scope)) throw unfit('scope');
  if (plain.toolPrefix !== undefined && !/^[\w.-]*$/.test(plain.toolPrefix)) throw unfit('toolPrefix');
  return { ...plain, ...(plain.note !== undefined && { note: cleanText(plain.note, 2000) }) };
}

/** The settings after a change must name both ends of a sign-in that is not discovered. */
export function checkTogether(settings: SignInSettings): void {
  const { grantType, authorizationEndpoint, tokenEndpoint } = settings;
  if (authorizationEndpoint !== null && tokenEndpoint === null) throw unfit('tokenEndpoint');
  const inBrowser = grantType === 'authorization_code';
  if (tokenEndpoint !== null && inBrowser && authorizationEndpoint === null) throw unfit('authorizationEndpoint');
}

/** The protocol's own headers, and those that would be a second way to sign in. */
const reserved =
  /^(?:authorization|proxy-.*|cookie|host|connection|upgrade|te|trailer|transfer-encoding|content-.*|dpop|mcp-.*)$/i;

/** RFC 9110 section 5.1 and 5.5. Throws `request_invalid`. */
export function checkHeaders(headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) {
    const fits = /^[!#$%&'*+.^_`|~\w-]{1,256}$/.test(name) && !reserved.test(name) && /^[\t\x20-\x7e]*$/.test(value);
    if (!fits) throw unfit('headers');
  }
}

function unfit(field: Field): Fault {
  return new Fault('request_invalid', `${field} does not fit`, { values: { field } });
}

import type { KeyPlace } from './grant.ts';
import { isRedirectAddress } from './redirect-address.ts';
import { secureUrl } from './secure-url.ts';
import type { SettingName, SignInSettings, TextForm } from './settings.ts';

/**
 * Validation rules of settings. The main process enforces them, and the window uses them while the user types, so that
 * both agree.
 */

/** The maximum length of what is not a text setting of its own, in characters. */
export const longestSetting = {
  clientMetadataUrl: 2048,
  pem: 16_384,
  headerName: 256,
  headerValue: 8192,
  key: 8192,
  keyUser: 256,
} as const;

/**
 * White space, backslashes, and characters that are invisible or change the text direction: URL parsers remove or
 * replace them, so that the displayed address would differ from the requested one.
 */
const disguises = /[\s\\\u2800\p{C}\p{Default_Ignorable_Code_Point}]/u;

/** https, or http on loopback (RFC 8252 section 8.3), in displayable form, without user information and fragment. */
export function isEndpointAddress(text: string): boolean {
  return !disguises.test(text) && secureUrl(text) !== undefined;
}

/**
 * Whether a URL can be the address of a client id metadata document, which is also the client id
 * (draft-ietf-oauth-client-id-metadata-document, section 3): https with a path, in normal form, without fragment, user
 * information and dot segments.
 */
export function isClientMetadataUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, username, password, hash, href } = new URL(text);
  return protocol === 'https:' && pathname !== '/' && !username && !password && !hash && href === text;
}

/** RFC 6749 appendix A.1: printable ASCII. */
function isClientId(text: string): boolean {
  return /^[\x20-\x7e]+$/.test(text);
}

/** RFC 6749 section 3.3. */
function isScope(text: string): boolean {
  return /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(text);
}

/** Characters that are allowed in a tool's name. */
function isToolPrefix(text: string): boolean {
  return /^[\w.-]*$/.test(text);
}

/** An absolute path on a drive of this computer, in displayable form: no share of a network. */
function isPath(text: string): boolean {
  return /^(?:\/(?!\/)|[A-Za-z]:[\\/])[^\p{C}\p{Default_Ignorable_Code_Point}]*$/u.test(text);
}

/** Whether a text is valid for a setting of its form. */
export const isOfForm: Readonly<Record<TextForm, (text: string) => boolean>> = {
  address: isEndpointAddress,
  clientId: isClientId,
  redirect: isRedirectAddress,
  scope: isScope,
  prefix: isToolPrefix,
  path: isPath,
  headerName: (name) => isHeader(name, ''),
  free: () => true,
};

/** The protocol's own headers, and those that would be another way to sign in. */
const reserved =
  /^(?:authorization|proxy-.*|cookie|host|connection|upgrade|te|trailer|transfer-encoding|content-.*|dpop|mcp-.*)$/i;

/** A valid header (RFC 9110 sections 5.1 and 5.5) that is not reserved. */
export function isHeader(name: string, value: string): boolean {
  return /^[!#$%&'*+.^_`|~\w-]{1,256}$/.test(name) && !reserved.test(name) && /^[\t\x20-\x7e]*$/.test(value);
}

/** The header that is missing if the key has one of its own. */
export function missingKeyHeader({
  grantType,
  keyPlace,
  keyHeader,
}: Pick<SignInSettings, 'grantType' | 'keyPlace' | 'keyHeader'>): SettingName | undefined {
  return grantType === 'key' && keyPlace === 'header' && keyHeader === null ? 'keyHeader' : undefined;
}

/** A key that fits a header (RFC 9110 section 5.5), or a password of basic authentication (RFC 7617 section 2). */
export function isKey(place: KeyPlace, key: string, user = ''): boolean {
  if (key === '' || key.length > longestSetting.key) return false;
  if (place !== 'basic') return /^[\x21-\x7e]+(?:[ \t]+[\x21-\x7e]+)*$/.test(key);
  return !/\p{Cc}/u.test(user + key) && !user.includes(':') && user !== '';
}

/** The endpoint that is missing if the user entered only one of the two. */
export function missingEndpoint({
  grantType,
  authorizationEndpoint,
  tokenEndpoint,
}: Pick<SignInSettings, 'grantType' | 'authorizationEndpoint' | 'tokenEndpoint'>): SettingName | undefined {
  if (authorizationEndpoint !== null && tokenEndpoint === null) return 'tokenEndpoint';
  const inBrowser = grantType === 'authorization_code';
  return tokenEndpoint !== null && inBrowser && authorizationEndpoint === null ? 'authorizationEndpoint' : undefined;
}

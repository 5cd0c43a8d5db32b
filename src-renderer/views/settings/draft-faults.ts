import { needsClient, type Draft } from './draft.ts';

/** What is wrong with a field, as the key of its words. */
export type DraftFault = 'address' | 'required' | 'scope' | 'clientId' | 'timeout' | 'header' | 'pem';

export type DraftFaults = Partial<Record<keyof Draft, DraftFault>>;

/**
 * What can be seen to be wrong while somebody types. The main process judges again, and has the last word; a field that
 * does not apply is not looked at.
 */
export function draftFaults(draft: Draft): DraftFaults {
  const faults: DraftFaults = {};
  const typedClient = needsClient(draft) || draft.registration === 'typed';
  const address = (
    name: 'issuer' | 'authorizationEndpoint' | 'tokenEndpoint' | 'identityTokenEndpoint',
    must: boolean,
  ) => {
    const text = draft[name].trim();
    if (text === '' ? must : !isSafeAddress(text)) faults[name] = text === '' ? 'required' : 'address';
  };
  address('issuer', false);
  if (draft.discovery === 'typed') {
    address('tokenEndpoint', true);
    if (draft.grantType === 'authorization_code') address('authorizationEndpoint', true);
  }
  if (draft.grantType === 'identity_assertion') {
    address('identityTokenEndpoint', true);
    if (!draft.identityClientId.trim()) faults.identityClientId = 'required';
  }
  if (typedClient) {
    const id = draft.clientId.trim();
    if (id === '') faults.clientId = 'required';
    else if (!/^[\x20-\x7e]+$/.test(id)) faults.clientId = 'clientId';
    if (draft.privateKey === 'pem' && !draft.pem.includes('PRIVATE KEY')) faults.pem = 'pem';
  }
  // RFC 6749 section 3.3: what a scope may be written with.
  if (draft.scopes === 'typed' && !/^[\x21\x23-\x5b\x5d-\x7e\s]*$/.test(draft.scope)) faults.scope = 'scope';
  const seconds = draft.callTimeout.trim();
  if (seconds !== '' && !(Number(seconds) >= 1 && Number(seconds) <= 3600)) faults.callTimeout = 'timeout';
  if (draft.headers?.some(({ name, value }) => !isHeader(name, value))) faults.headers = 'header';
  return faults;
}

/** Headers that are the protocol's business, or a way around it. */
const reserved = /^(authorization|cookie|host|connection|content-length|transfer-encoding|dpop|mcp-.*)$/i;

function isHeader(name: string, value: string): boolean {
  const trimmed = name.trim();
  if (trimmed === '') return value.trim() === '';
  return /^[!#$%&'*+.^_`|~\w-]+$/.test(trimmed) && !reserved.test(trimmed) && /^[\t\x20-\x7e]*$/.test(value);
}

function isSafeAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username || password) return false;
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname));
}

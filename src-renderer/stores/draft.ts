import type { AuthenticationMethod, GrantType, ReturnPath } from '../../src-preload/contract.ts';

/** Settings as a form holds them: numbers and lists as text, empty for null. */
export interface Draft {
  account: 'shared' | 'own';
  returnPath: ReturnPath | 'automatic';
  grantType: GrantType;
  registration: 'automatic' | 'typed';
  clientId: string;
  authenticationMethod: AuthenticationMethod | 'automatic';
  /** Undefined: keeps the saved value. Null: removes it. */
  clientSecret: string | null | undefined;
  privateKey: 'saved' | 'generate' | 'pem';
  pem: string;
  discovery: 'automatic' | 'typed';
  issuer: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  scopes: 'automatic' | 'typed';
  scope: string;
  sendResource: boolean;
  identityTokenEndpoint: string;
  identityClientId: string;
  idToken: string | null | undefined;
  note: string;
  /** Seconds. */
  callTimeout: string;
  toolPrefix: string;
  /** Undefined: keeps the saved ones. An empty list: removes them. */
  headers: Header[] | undefined;
}

export interface Header {
  name: string;
  value: string;
}

/** The defaults of a new server. */
export const untouched: Draft = {
  account: 'own',
  returnPath: 'automatic',
  grantType: 'authorization_code',
  registration: 'automatic',
  clientId: '',
  authenticationMethod: 'automatic',
  clientSecret: undefined,
  privateKey: 'saved',
  pem: '',
  discovery: 'automatic',
  issuer: '',
  authorizationEndpoint: '',
  tokenEndpoint: '',
  scopes: 'automatic',
  scope: '',
  sendResource: true,
  identityTokenEndpoint: '',
  identityClientId: '',
  idToken: undefined,
  note: '',
  callTimeout: '',
  toolPrefix: '',
  headers: undefined,
};

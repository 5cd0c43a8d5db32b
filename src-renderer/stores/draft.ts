import type { AuthenticationMethod, GrantType, ReturnPath } from '../../src-preload/contract.ts';

/** Settings as they stand in a form: text where text is typed, empty where nothing was said. */
export interface Draft {
  account: 'shared' | 'own';
  returnPath: ReturnPath | 'automatic';
  grantType: GrantType;
  registration: 'automatic' | 'typed';
  clientId: string;
  authenticationMethod: AuthenticationMethod | 'automatic';
  /** Undefined: what is saved stays. Null: it is removed. */
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
  /** Undefined: what is saved stays. None: they are removed. */
  headers: Header[] | undefined;
}

export interface Header {
  name: string;
  value: string;
}

/** What a server has before anybody said anything. */
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

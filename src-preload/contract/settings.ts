import type { AuthenticationMethod, GrantType, ReturnPath } from './grant.ts';

/** What a person can say about signing in to a server. Null: Keyfob finds it out. Changing any of it ends the sign-ins. */
export interface SignInSettings {
  account: 'shared' | 'own';
  returnPath: ReturnPath | 'automatic';
  grantType: GrantType;
  /** Which authorization server, where several may sign people in. */
  issuer: string | null;
  authorizationEndpoint: string | null;
  /** Set: nothing is discovered. */
  tokenEndpoint: string | null;
  clientId: string | null;
  authenticationMethod: AuthenticationMethod | null;
  /** Scope tokens with spaces between them; empty: none are asked for. */
  scope: string | null;
  /** Whether requests name the resource (RFC 8707); there are servers that refuse it. */
  sendResource: boolean;
  identityTokenEndpoint: string | null;
  identityClientId: string | null;
}

/** What a person can say about a server that has nothing to do with signing in: changing it loses nothing. */
export interface CallSettings {
  note: string;
  /** Milliseconds that a tool call may go without news; null: as usual. */
  callTimeout: number | null;
  toolPrefix: string;
}

/** Of secrets only whether there is one, and of headers their names: the values never come back. */
export interface ServerSettingsView extends SignInSettings, CallSettings {
  serverId: string;
  hasClientSecret: boolean;
  hasPrivateKey: boolean;
  hasIdToken: boolean;
  headerNames: string[];
}

/** Secrets a person puts into the settings. Null removes one; absent leaves it. */
export interface SettingSecrets {
  clientSecret?: string | null;
  /** `generate`: Keyfob makes a new key; else a private key as PEM. */
  privateKey?: { generate: true } | { pem: string } | null;
  idToken?: string | null;
  /** Sent with every request to the server, besides `Authorization`. */
  headers?: Record<string, string> | null;
}

export type SettingChanges = Partial<SignInSettings & CallSettings> & SettingSecrets;

/** What a change of settings costs: the sign-ins that end. */
export interface SettingsCostView {
  signIns: number;
}

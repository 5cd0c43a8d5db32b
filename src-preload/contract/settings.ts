import type { AuthenticationMethod, GrantType, ReturnPath } from './grant.ts';

/** The user's sign-in settings for a server. Null: determined by discovery. Changing any of them ends the sign-ins. */
export interface SignInSettings {
  account: 'shared' | 'own';
  returnPath: ReturnPath | 'automatic';
  grantType: GrantType;
  /** The authorization server to use if the server names several. */
  issuer: string | null;
  authorizationEndpoint: string | null;
  /** If set, discovery is skipped. */
  tokenEndpoint: string | null;
  clientId: string | null;
  authenticationMethod: AuthenticationMethod | null;
  /** Scope tokens separated by spaces; empty: no scope is requested. */
  scope: string | null;
  /** Whether requests have the `resource` parameter (RFC 8707); some authorization servers refuse it. */
  sendResource: boolean;
  identityTokenEndpoint: string | null;
  identityClientId: string | null;
}

/** Settings of a server that do not concern signing in; changing them ends nothing. */
export interface CallSettings {
  note: string;
  /** Milliseconds that a tool call may take without progress; null: the default. */
  callTimeout: number | null;
  toolPrefix: string;
}

/** For secrets, only whether there is one, and for headers their names: values are never returned. */
export interface ServerSettingsView extends SignInSettings, CallSettings {
  serverId: string;
  hasClientSecret: boolean;
  hasPrivateKey: boolean;
  hasIdToken: boolean;
  headerNames: string[];
}

/** Secret settings. Null removes one; absent leaves it unchanged. */
export interface SettingSecrets {
  clientSecret?: string | null;
  /** `generate`: Keyfob creates a new key; otherwise a private key as PEM. */
  privateKey?: { generate: true } | { pem: string } | null;
  idToken?: string | null;
  /** Sent with every request to the server. */
  headers?: Record<string, string> | null;
}

export type SettingChanges = Partial<SignInSettings & CallSettings> & SettingSecrets;

/** What a change of settings ends: the number of sign-ins. */
export interface SettingsCostView {
  signIns: number;
}

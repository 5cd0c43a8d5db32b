import type { GrantType, KeyPlace, ReturnPath } from './grant.ts';
import type { ServerSettingsView, SettingChanges, SettingsCostView } from './settings.ts';
import type { AttemptView, EndedSignInView, SignInView, StatusView } from './status.ts';
import type { Timestamp } from './time.ts';

export interface ServerView {
  id: string;
  name: string;
  url: string;
  /** Host and port, for display. */
  host: string;
  account: 'shared' | 'own';
  returnPath: ReturnPath | 'automatic';
  grantType: GrantType;
  /** How a key is sent, if users sign in with one. */
  keyPlace?: KeyPlace;
  enabled: boolean;
  addedAt: Timestamp;
  status: StatusView;
  signIn?: SignInView;
  /** The last sign-in, if there is none now: its account and scope. */
  endedSignIn?: EndedSignInView;
  /** The scopes that a tool needs beyond the granted ones; absent if none are missing. */
  wantedScopes?: string[];
  /** The tool that needs them, if known. */
  wantedBy?: string;
  /** The host that a sign-in opens in the browser, if known. */
  browserHost?: string;
  lastAttempt?: AttemptView;
  /** The browser answered after this session's user had cancelled the sign-in: it can still be finished. */
  lateAnswer?: boolean;
}

/** Whether the authorization server confirmed the revocation (RFC 7009). */
export type RevocationOutcome = 'confirmed' | 'not_offered' | 'failed' | 'nothing_to_revoke';

export interface ServerRequests {
  'servers:list': { input: undefined; output: ServerView[] };
  'servers:add': { input: { url: string; name?: string }; output: ServerView };
  'servers:rename': { input: { serverId: string; name: string }; output: ServerView };
  /** Deletes what belongs to the old address: the sign-ins and pending requests of every slot. */
  'servers:change-address': { input: { serverId: string; url: string }; output: ServerView };
  'servers:set-enabled': { input: { serverId: string; enabled: boolean }; output: ServerView };
  /** `takesEntries`: takes its entries out of programs' settings before; where one cannot be, nothing else is done. */
  'servers:remove': {
    input: { serverId: string; takesEntries?: boolean | undefined };
    output: { revocation: RevocationOutcome };
  };
  'servers:settings': { input: { serverId: string }; output: ServerSettingsView };
  /** What `servers:change-settings` would end, for the confirmation. Changes nothing. */
  'servers:settings-cost': { input: { serverId: string; changes: SettingChanges }; output: SettingsCostView };
  /** If a sign-in setting changes, signs out every slot and deletes its tokens. */
  'servers:change-settings': { input: { serverId: string; changes: SettingChanges }; output: ServerSettingsView };
  /** Opens the system's dialog for a file of settings. Null if the user cancelled. */
  'servers:choose-file': { input: undefined; output: { path: string | null } };
  /** The public JWK Set for the authorization server, as JSON text. */
  'servers:public-key': { input: { serverId: string }; output: { jwks: string } };
}

export interface ServerEvents {
  /** A server was added or changed. */
  'servers:changed': ServerView;
  'servers:removed': { serverId: string };
}

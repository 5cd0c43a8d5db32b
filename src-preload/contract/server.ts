import type { GrantType, ReturnPath } from './grant.ts';
import type { ServerSettingsView, SettingChanges, SettingsCostView } from './settings.ts';
import type { AttemptView, EndedSignInView, SignInView, StatusView } from './status.ts';
import type { Timestamp } from './time.ts';

export interface ServerView {
  id: string;
  name: string;
  url: string;
  /** Host and port, for people. */
  host: string;
  account: 'shared' | 'own';
  returnPath: ReturnPath | 'automatic';
  grantType: GrantType;
  enabled: boolean;
  addedAt: Timestamp;
  status: StatusView;
  signIn?: SignInView;
  /** The last one, where there is none any more: who it was and what it was good for. */
  endedSignIn?: EndedSignInView;
  /** What a tool asked for beyond what is granted, scope by scope; absent where there is nothing to ask for. */
  wantedScopes?: string[];
  /** The name of that tool, where one is known to have asked. */
  wantedBy?: string;
  /** Where a sign-in sends the browser, as far as that is known before it is asked for. */
  browserHost?: string;
  lastAttempt?: AttemptView;
}

/** Whether the authorization server confirmed that the tokens are worthless now (RFC 7009). */
export type RevocationOutcome = 'confirmed' | 'not_offered' | 'failed' | 'nothing_to_revoke';

export interface ServerRequests {
  'servers:list': { input: undefined; output: ServerView[] };
  'servers:add': { input: { url: string; name?: string }; output: ServerView };
  'servers:rename': { input: { serverId: string; name: string }; output: ServerView };
  /** Deletes what belongs to the old address: sign-ins of every slot, and those that wait. */
  'servers:change-address': { input: { serverId: string; url: string }; output: ServerView };
  'servers:set-enabled': { input: { serverId: string; enabled: boolean }; output: ServerView };
  'servers:remove': { input: { serverId: string }; output: { revocation: RevocationOutcome } };
  'servers:settings': { input: { serverId: string }; output: ServerSettingsView };
  /** What `servers:change-settings` would cost, for the question beforehand. Changes nothing. */
  'servers:settings-cost': { input: { serverId: string; changes: SettingChanges }; output: SettingsCostView };
  /** Where a sign-in setting changes, signs every slot out and deletes what was issued. */
  'servers:change-settings': { input: { serverId: string; changes: SettingChanges }; output: ServerSettingsView };
  /** The JWK Set to hand to the authorization server, as JSON text. */
  'servers:public-key': { input: { serverId: string }; output: { jwks: string } };
}

export interface ServerEvents {
  /** A server was added, or anything about it changed. */
  'servers:changed': ServerView;
  'servers:removed': { serverId: string };
}

import type { ErrorView } from './error.ts';
import type { GrantType, ReturnPath } from './grant.ts';
import type { RevocationOutcome, ServerView } from './server.ts';
import type { SettingChanges } from './settings.ts';
import type { StepView } from './status.ts';

/** What of the settings steers a look at an address that is not saved yet. */
export type LookUpSettings = Pick<
  SettingChanges,
  | 'grantType'
  | 'returnPath'
  | 'issuer'
  | 'authorizationEndpoint'
  | 'tokenEndpoint'
  | 'clientId'
  | 'scope'
  | 'sendResource'
  | 'headers'
>;

/** What a sign-in would do, found out without registering, asking or changing anything. */
export interface DiscoveryView {
  url: string;
  /** What the server would be called: by itself, where it says so, else by its address. */
  name: string;
  requiresSignIn: boolean;
  steps: StepView[];
  /** Absent where no sign-in is needed. */
  plan?: {
    issuer: string;
    /** All that the server names, the one that would be used first. */
    issuers: string[];
    resource: string;
    scopes: string[];
    grantType: GrantType;
    /** Which of Keyfob's grants the authorization server lists; all that it may take where it lists none. */
    grantTypes: GrantType[];
    /** `needed`: a person has to enter a client id. */
    registration: 'known' | 'pre_registered' | 'metadata_document' | 'dynamic' | 'needed';
    returnPath: ReturnPath | 'none';
    pushed: boolean;
    dpop: boolean;
    /** Nothing said where the endpoints are: MCP 2025-03-26 puts them at the server's root. */
    guessed: boolean;
    /** Where the browser goes. Absent where nobody is sent anywhere, or where that is only said together with a code. */
    browserHost?: string;
    /** Of another site than `browserHost`, and gets its answer: a sign-in stops with `hosts_differ`. */
    answerHost?: string;
  };
}

export interface ConnectionRequests {
  /** A dry run for a server or for an address that is not saved yet, with what was entered for it. `refresh`: asks anew what was found before. */
  'connections:discover': {
    input: { serverId: string; refresh?: boolean } | { url: string; settings?: LookUpSettings; refresh?: boolean };
    output: DiscoveryView;
  };
  /** Ends when the browser is open, or the code shown (or at once, where no person is needed). */
  'connections:connect': {
    input: { serverId: string; returnPath?: ReturnPath; registerAgain?: boolean };
    output: ServerView;
  };
  /** Ends the session's look at the server that is under way, else its sign-in. */
  'connections:cancel': { input: { serverId: string }; output: ServerView };
  'connections:open-again': { input: { serverId: string }; output: null };
  'connections:copy-link': { input: { serverId: string }; output: null };
  'connections:disconnect': { input: { serverId: string }; output: { revocation: RevocationOutcome } };
}

export interface ConnectionEvents {
  /** An attempt to sign in ended, well or not. */
  'connections:completed': { serverId: string; error?: ErrorView };
}

import type { ErrorView } from './error.ts';
import type { GrantType, KeyPlace, RedirectForm, ReturnPath } from './grant.ts';
import type { RevocationOutcome, ServerView } from './server.ts';
import type { LookUpSettings } from './settings.ts';
import type { StepView } from './status.ts';

/** What a sign-in would do, found out without registering or changing anything. */
export interface DiscoveryView {
  url: string;
  /** The name the server would get: its own, else one made from its address. */
  name: string;
  requiresSignIn: boolean;
  steps: StepView[];
  /** Absent if no sign-in is needed. */
  plan?: {
    issuer: string;
    /** All authorization servers that the server names, the one that would be used first. */
    issuers: string[];
    resource: string;
    scopes: string[];
    grantType: GrantType;
    /** Keyfob's grants that the authorization server lists; all, if it has no list. */
    grantTypes: GrantType[];
    /** `needed`: the user has to enter a client id. */
    registration: 'known' | 'pre_registered' | 'metadata_document' | 'dynamic' | 'needed';
    returnPath: ReturnPath | 'none';
    pushed: boolean;
    dpop: boolean;
    /** No metadata was found: the endpoints are MCP 2025-03-26's defaults. */
    guessed: boolean;
    /** How the server asks for a key, if it says so. */
    keyPlace?: KeyPlace;
    /**
     * The host that the browser opens. Absent for grants without a browser, and if it is only known together with a
     * device code.
     */
    browserHost?: string;
    /**
     * The host that receives the response, if it is of another site than `browserHost`: a sign-in stops with
     * `hosts_differ`.
     */
    answerHost?: string;
  };
}

export interface ConnectionRequests {
  /**
   * A dry run for a server, or for an address that is not saved yet with its settings. `refresh` bypasses the cache.
   */
  'connections:discover': {
    input: { serverId: string; refresh?: boolean } | { url: string; settings?: LookUpSettings; refresh?: boolean };
    output: DiscoveryView;
  };
  /**
   * Resolves when the browser is open or the code is shown; with a non-interactive grant, when the tokens are stored.
   */
  'connections:connect': {
    input: { serverId: string; returnPath?: RedirectForm; registerAgain?: boolean; withoutConsent?: boolean };
    output: ServerView;
  };
  /**
   * Signs in with a key that the user has from the server, in place of an earlier one. `user`: for basic
   * authentication. Throws `request_invalid` with `field` for a key that cannot be sent.
   */
  'connections:use-key': { input: { serverId: string; key: string; user?: string }; output: ServerView };
  /** Cancels the session's running dry run of the server, or else its sign-in. */
  'connections:cancel': { input: { serverId: string }; output: ServerView };
  /** Finishes a sign-in that was answered after it was cancelled. */
  'connections:finish-cancelled': { input: { serverId: string }; output: ServerView };
  'connections:open-again': { input: { serverId: string }; output: null };
  'connections:copy-link': { input: { serverId: string }; output: null };
  'connections:disconnect': { input: { serverId: string }; output: { revocation: RevocationOutcome } };
}

export interface ConnectionEvents {
  /** A sign-in attempt ended, with any result. */
  'connections:completed': { serverId: string; error?: ErrorView };
}

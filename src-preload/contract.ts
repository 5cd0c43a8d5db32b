/**
 * Everything the window and the main process say to each other: requests, events, the views they carry, error codes.
 * Imported by both sides as types, so neither can drift. Imports nothing. No view has a field that could hold a token.
 */

/** Times are milliseconds since the epoch throughout. */
type Timestamp = number;

// --- errors -----------------------------------------------------------------------------------------------------

export const errorCodes = [
  // the address a person typed
  'address_invalid',
  'address_not_https',
  'address_has_credentials',
  'server_exists',
  'server_not_found',
  'server_off',
  // reaching something on the network
  'address_refused',
  'port_refused',
  'host_not_found',
  'connection_refused',
  'connection_failed',
  'tls_failed',
  'timed_out',
  'answer_too_large',
  'answer_not_json',
  'answer_malformed',
  'redirect_refused',
  'http_error',
  // what the server is
  'not_an_mcp_server',
  'server_error',
  // finding the authorization server
  'resource_metadata_missing',
  'resource_mismatch',
  'no_authorization_server',
  'server_metadata_missing',
  'issuer_mismatch',
  'endpoint_refused',
  'pkce_unsupported',
  'grant_unsupported',
  'client_id_needed',
  'issuer_changed',
  // registering
  'registration_unsupported',
  'registration_refused',
  'redirect_refused_by_server',
  'client_unknown',
  // asking the person
  'browser_not_opened',
  'access_denied',
  'authorization_refused',
  'cancelled',
  'response_invalid',
  'response_issuer_wrong',
  'state_unknown',
  'request_expired',
  // tokens
  'code_refused',
  'token_refused',
  'token_response_invalid',
  'refresh_refused',
  'refresh_unavailable',
  'not_signed_in',
  'sign_in_ended',
  'more_access_needed',
  'more_access_denied',
  // tools
  'tool_not_found',
  'tool_failed',
  // this computer
  'keyring_locked',
  'storage_failed',
  'database_newer',
  'forbidden',
  'request_invalid',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** What one click can do about an error; the window has a word for each. */
export type Remedy =
  'retry' | 'sign_in' | 'edit_address' | 'edit_settings' | 'use_loopback' | 'register_again' | 'open_existing';

/** An error as people meet it. The words for `code` are the window's; `serverText` is somebody else's and is shown as such. */
export interface ErrorView {
  code: ErrorCode;
  /** Names to put into the sentence: `host`, `server`, `issuer`, `serverId`, `seconds`, `status`. */
  values: Record<string, string | number>;
  /** The server's own words, without control characters, at most 500 characters. */
  serverText?: string;
  remedy?: Remedy;
}

export type Result<T> = { ok: true; value: T } | { ok: false; error: ErrorView };

// --- views ------------------------------------------------------------------------------------------------------

export type Role = 'admin' | 'member';

/** Where sign-ins are kept. `memory`: until Keyfob quits, because there is no keyring; `locked`: there is one, and it does not open. */
export type StorageState = 'keyring' | 'memory' | 'locked';

export interface AppView {
  version: string;
  platform: 'darwin' | 'linux' | 'win32' | 'other';
  workspace: { id: string; name: string };
  profile: { id: string; name: string; role: Role };
  storage: { state: StorageState; backend: string };
  /** The sample server that `npm start` runs in a clone, where it runs and is not added yet. */
  sample: { name: string; url: string } | null;
}

/** How the authorization server's answer comes back to this computer. */
export type ReturnPath = 'app_link' | 'loopback';

/** How tokens are asked for: RFC 6749 sections 4.1 and 4.4, RFC 8628, and MCP's Enterprise-Managed Authorization. */
export type GrantType = 'authorization_code' | 'client_credentials' | 'device_code' | 'identity_assertion';

/** How a client proves who it is. RFC 6749 section 2.3, RFC 7523 section 2.2. */
export type AuthenticationMethod = 'none' | 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt';

/** What a person types on any device to sign in here (RFC 8628 section 3.3). */
export interface DeviceCodeView {
  userCode: string;
  verificationUri: string;
  /** With the code in it: for a link or a QR code. */
  verificationUriComplete?: string;
  expiresAt: Timestamp;
}

/** Computed from facts and the time, never stored. */
export type StatusView =
  | { state: 'signed_out' }
  | {
      state: 'authorizing';
      since: Timestamp;
      phase: 'discovering' | 'waiting' | 'exchanging';
      returnPath?: ReturnPath;
      authorizationServer?: string;
      deviceCode?: DeviceCodeView;
    }
  | { state: 'signed_in'; renewable: boolean; expiresAt?: Timestamp; renewsAt?: Timestamp }
  | { state: 'needs_sign_in'; reason: ErrorCode; since: Timestamp }
  | { state: 'open' }
  | { state: 'unreachable'; error: ErrorView; since: Timestamp }
  | { state: 'off' };

/** The sign-in behind a server, for Overview. */
export interface SignInView {
  issuer: string;
  scopes: string[];
  signedInAt: Timestamp;
  signedInBy: string;
  expiresAt?: Timestamp;
  refreshedAt?: Timestamp;
  renewable: boolean;
  grantType: GrantType;
  registration: {
    kind: 'dynamic' | 'pre_registered' | 'metadata_document';
    registeredAt: Timestamp;
    /** `none`: for grants that no browser answers. */
    returnPath: ReturnPath | 'none';
  };
}

export const stepNames = [
  'probe',
  'resource_metadata',
  'server_metadata',
  'registration',
  'authorize',
  'device_code',
  'assertion',
  'token',
  'session',
] as const;

export type StepName = (typeof stepNames)[number];

/** One step of the last attempt to sign in. */
export interface StepView {
  name: StepName;
  state: 'running' | 'done' | 'failed';
  /** What was asked: a host, never a full URL with a query. */
  host?: string;
  /** What came back, as facts for the window's sentence: `status`, `issuer`, `clientId`, `scope` and the like. */
  facts: Record<string, string | number | boolean>;
  milliseconds: number;
}

export interface AttemptView {
  startedAt: Timestamp;
  steps: StepView[];
  error?: ErrorView;
}

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
  /** What a tool asked for beyond what is granted, scope by scope; absent where there is nothing to ask for. */
  wantedScopes?: string[];
  lastAttempt?: AttemptView;
}

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

/** What a sign-in would do, found out without registering, asking or changing anything. */
export interface DiscoveryView {
  url: string;
  /** What the server would be called. */
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
  };
}

/** JSON as it travels over IPC. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export interface ToolView {
  name: string;
  title?: string;
  description?: string;
  inputSchema: JsonObject;
  annotations: { readOnly?: boolean; destructive?: boolean; idempotent?: boolean; openWorld?: boolean };
}

export type ToolContentView =
  | { type: 'text'; text: string }
  | { type: 'image' | 'audio'; mimeType: string; /** base64 */ data: string }
  | { type: 'link'; uri: string; name: string; description?: string }
  | { type: 'resource'; uri: string; mimeType?: string; text?: string }
  | { type: 'other'; json: Json };

export interface ToolResultView {
  /** The tool ran and says that it failed. */
  isError: boolean;
  content: ToolContentView[];
  structuredContent?: Json;
  milliseconds: number;
}

/** Whether the authorization server confirmed that the tokens are worthless now (RFC 7009). */
export type RevocationOutcome = 'confirmed' | 'not_offered' | 'failed' | 'nothing_to_revoke';

// --- requests ---------------------------------------------------------------------------------------------------

/** Channel name to what goes in and what comes out. Every call is answered with a `Result`, never with silence. */
export interface Requests {
  'app:describe': { input: undefined; output: AppView };
  'app:copy': { input: { text: string }; output: null };

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

  /** A dry run for a server or for an address that is not saved yet. `refresh`: asks anew what was found before. */
  'connections:discover': {
    input: { serverId: string; refresh?: boolean } | { url: string; refresh?: boolean };
    output: DiscoveryView;
  };
  /** Ends when the browser is open, or the code shown (or at once, where no person is needed). */
  'connections:connect': {
    input: { serverId: string; returnPath?: ReturnPath; registerAgain?: boolean };
    output: ServerView;
  };
  'connections:cancel': { input: { serverId: string }; output: ServerView };
  'connections:open-again': { input: { serverId: string }; output: null };
  'connections:copy-link': { input: { serverId: string }; output: null };
  'connections:disconnect': { input: { serverId: string }; output: { revocation: RevocationOutcome } };

  'tools:list': { input: { serverId: string; refresh?: boolean }; output: ToolView[] };
  /** `callId` is the window's own, so that it can cancel. */
  'tools:call': {
    /** `stepUp`: asks for the access that the call wants first, waits for the person, and then calls once. */
    input: { serverId: string; callId: string; tool: string; arguments: JsonObject; stepUp?: boolean };
    output: ToolResultView;
  };
  'tools:cancel': { input: { callId: string }; output: null };
}

export type RequestName = keyof Requests;

// --- events -----------------------------------------------------------------------------------------------------

export interface Events {
  'app:changed': AppView;
  /** A server was added, or anything about it changed. */
  'servers:changed': ServerView;
  'servers:removed': { serverId: string };
  /** An attempt to sign in ended, well or not. */
  'connections:completed': { serverId: string; error?: ErrorView };
}

export type EventName = keyof Events;

/** What the preload puts on `window.keyfob`: the only door between the window and the main process. */
export interface Bridge {
  request<Name extends RequestName>(
    name: Name,
    ...input: Requests[Name]['input'] extends undefined ? [] : [Requests[Name]['input']]
  ): Promise<Result<Requests[Name]['output']>>;
  /** Returns the function that stops listening. */
  listen<Name extends EventName>(name: Name, listener: (event: Events[Name]) => void): () => void;
}

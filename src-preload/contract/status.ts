import type { ErrorCode, ErrorView } from './error.ts';
import type { GrantType, ReturnPath } from './grant.ts';
import type { Timestamp } from './time.ts';

/** What a person types on any device to sign in here (RFC 8628 section 3.3). */
export interface DeviceCodeView {
  userCode: string;
  verificationUri: string;
  /** With the code in it: for a link or a QR code. */
  verificationUriComplete?: string;
  expiresAt: Timestamp;
}

/** Another way to get an answer from the browser: by the other return path, or with a registration made anew. */
export type OtherWay = ReturnPath | 'register_again';

/** Computed from facts and the time, never stored. */
export type StatusView =
  | { state: 'signed_out' }
  | {
      state: 'authorizing';
      since: Timestamp;
      /** `opening`: the browser was asked for, and has not said that it opened. */
      phase: 'discovering' | 'opening' | 'waiting' | 'exchanging';
      returnPath?: ReturnPath;
      /** What else may help where nothing comes back. */
      otherWays?: OtherWay[];
      /** When Keyfob gives up waiting for the browser. */
      until?: Timestamp;
      authorizationServer?: string;
      /** Where the browser was sent, or is once the person opens the page for a code. */
      browserHost?: string;
      deviceCode?: DeviceCodeView;
    }
  | { state: 'signed_in'; renewable: boolean; expiresAt?: Timestamp; renewsAt?: Timestamp }
  /** `error`: `reason` with the names and the server's words, as far as they are known. */
  | { state: 'needs_sign_in'; reason: ErrorCode; since: Timestamp; error?: ErrorView }
  | { state: 'open' }
  /** `retryAt`: when Keyfob asks again by itself. */
  | { state: 'unreachable'; error: ErrorView; since: Timestamp; retryAt?: Timestamp }
  | { state: 'off' };

/** The sign-in behind a server, for Overview. */
export interface SignInView {
  issuer: string;
  scopes: string[];
  signedInAt: Timestamp;
  signedInBy: string;
  /** What the server calls the account, where it says: its own words, on one line. */
  account?: string;
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

/** What is kept of a sign-in that is over: its tokens are gone. */
export interface EndedSignInView extends SignInView {
  endedAt: Timestamp;
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

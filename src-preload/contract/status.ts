import type { ErrorCode, ErrorView } from './error.ts';
import type { GrantType, RedirectForm, ReturnPath } from './grant.ts';
import type { Timestamp } from './time.ts';

/** The code that the user enters on any device (RFC 8628 section 3.3). */
export interface DeviceCodeView {
  userCode: string;
  verificationUri: string;
  /** With the code included, for a link or QR code. */
  verificationUriComplete?: string;
  expiresAt: Timestamp;
}

/** Another way to finish the sign-in: another form of redirect URI, a new registration, or without `prompt=consent`. */
export type OtherWay = RedirectForm | 'register_again' | 'without_consent';

/** Computed from facts and the time, never stored. */
export type StatusView =
  | { state: 'signed_out' }
  | {
      state: 'authorizing';
      since: Timestamp;
      /** `opening`: the system was asked to open the browser, and has not confirmed it. */
      phase: 'discovering' | 'opening' | 'waiting' | 'exchanging';
      returnPath?: ReturnPath;
      /** Alternatives if the browser does not come back. */
      otherWays?: OtherWay[];
      /** What a refusal says that came without proof of where it is from: the user may stop waiting. */
      unproved?: string;
      /** When the attempt expires. */
      until?: Timestamp;
      authorizationServer?: string;
      /** The host that the browser opened, or will open for a device code. */
      browserHost?: string;
      deviceCode?: DeviceCodeView;
    }
  | { state: 'signed_in'; renewable: boolean; expiresAt?: Timestamp; renewsAt?: Timestamp }
  /** `error`: `reason` with its values and the server's text, if known. */
  | { state: 'needs_sign_in'; reason: ErrorCode; since: Timestamp; error?: ErrorView }
  | { state: 'open' }
  /** `retryAt`: when Keyfob retries by itself. */
  | { state: 'unreachable'; error: ErrorView; since: Timestamp; retryAt?: Timestamp }
  | { state: 'off' };

/** The sign-in of a server, for its overview. */
export interface SignInView {
  issuer: string;
  scopes: string[];
  signedInAt: Timestamp;
  signedInBy: string;
  /** The account's name as the server gives it, on one line. */
  account?: string;
  expiresAt?: Timestamp;
  refreshedAt?: Timestamp;
  renewable: boolean;
  grantType: GrantType;
  registration: {
    kind: 'dynamic' | 'pre_registered' | 'metadata_document';
    registeredAt: Timestamp;
    /** `none`: for grants without a redirect. */
    returnPath: ReturnPath | 'none';
  };
}

/** An ended sign-in; its tokens were deleted. */
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
  'token',
] as const;

export type StepName = (typeof stepNames)[number];

/** One step of the last sign-in attempt. */
export interface StepView {
  name: StepName;
  state: 'running' | 'done' | 'failed';
  /** The host of the request, never a full URL with a query. */
  host?: string;
  /** The result as values for the window's sentence: `status`, `issuer`, `clientId`, `scope` and the like. */
  facts: Record<string, string | number | boolean>;
  milliseconds: number;
}

export interface AttemptView {
  startedAt: Timestamp;
  steps: StepView[];
  error?: ErrorView;
}

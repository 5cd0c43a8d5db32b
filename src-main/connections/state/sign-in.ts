import type { RedirectForm } from '../../../src-preload/contract.ts';
import type { Added } from '../../oauth/added-parameters.ts';
import type { Outbound } from '../../http/guarded-fetch.ts';
import type { Server } from '../../store/servers.ts';
import type { Attempt } from './attempts.ts';
import type { Discovery } from './discovery.ts';

export interface SignInOptions {
  /** The user's choice for this attempt only. */
  returnPath?: RedirectForm;
  registerAgain?: boolean;
  /** Does not send `prompt=consent`. */
  withoutConsent?: boolean;
}

/** A sign-in after discovery, for any grant. */
export interface SignIn {
  server: Server;
  attempt: Attempt;
  outbound: Outbound;
  discovery: Discovery;
  options: SignInOptions;
  /** What Keyfob would add to the request, and does not. */
  leaveOut: readonly Added[];
}

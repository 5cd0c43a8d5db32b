import type { SignInSettings } from '../../../src-preload/contract.ts';
import type { Outbound } from '../../http/guarded-fetch.ts';
import type { BearerChallenge } from '../../oauth/bearer-challenge.ts';
import type { Trace } from '../state/trace.ts';
import type { KnownIssuers } from './choose-authorization-server.ts';

/** The parameters of a discovery, besides the server's responses. */
export interface DiscoveryRequest {
  url: URL;
  settings: Pick<
    SignInSettings,
    'grantType' | 'issuer' | 'authorizationEndpoint' | 'tokenEndpoint' | 'scope' | 'sendResource'
  >;
  /** Preferred if the server names several. */
  knownIssuers: KnownIssuers;
  /** The challenge of a request that the server refused although it had answered others without a sign-in. */
  lateChallenge?: BearerChallenge | undefined;
  /** Called if the server speaks an earlier revision than the newest. */
  onEarlier: () => void;
  outbound: Outbound;
  trace: Trace;
}

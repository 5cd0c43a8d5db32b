import type { Timestamp } from './time.ts';

/** A permission for an authorization server whose page and token endpoint are of different sites. */
export interface AllowedHostsView {
  issuer: string;
  /** The host that the browser opens. */
  browserHost: string;
  /** The host that receives the response. */
  answerHost: string;
  allowedAt: Timestamp;
  /** Null: the profile was deleted. */
  allowedBy: string | null;
}

type HostPair = Pick<AllowedHostsView, 'issuer' | 'browserHost' | 'answerHost'>;

export interface HostsRequests {
  'hosts:list': { input: undefined; output: AllowedHostsView[] };
  /** Allows only the hosts at which the server's last sign-in stopped (`hosts_differ`). */
  'hosts:allow': { input: { serverId: string; browserHost: string; answerHost: string }; output: null };
  'hosts:revoke': { input: HostPair; output: AllowedHostsView[] };
}

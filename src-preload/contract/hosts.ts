import type { Timestamp } from './time.ts';

/** An authorization server whose page and whose token endpoint are of two sites, and that a person has allowed. */
export interface AllowedHostsView {
  issuer: string;
  /** Where the browser goes. */
  browserHost: string;
  /** Who gets the answer. */
  answerHost: string;
  allowedAt: Timestamp;
  /** Null: the profile is gone. */
  allowedBy: string | null;
}

type HostPair = Pick<AllowedHostsView, 'issuer' | 'browserHost' | 'answerHost'>;

export interface HostsRequests {
  'hosts:list': { input: undefined; output: AllowedHostsView[] };
  /** Only what the server's last sign-in stopped for (`hosts_differ`) can be allowed, host for host. */
  'hosts:allow': { input: { serverId: string; browserHost: string; answerHost: string }; output: null };
  'hosts:revoke': { input: HostPair; output: AllowedHostsView[] };
}

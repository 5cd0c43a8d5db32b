import type { Timestamp } from './time.ts';

/** The certificate of an authority that may vouch for servers. */
export interface AuthorityView {
  /** SHA-256 of the certificate, in hexadecimal with colons. */
  fingerprint: string;
  subject: string;
  issuer: string;
  validFrom: Timestamp;
  validUntil: Timestamp;
}

export interface AuthoritiesView {
  /** Those that a person chose. */
  chosen: (AuthorityView & { addedAt: Timestamp })[];
  /** What the environment names: how many certificates its file has, and what is the matter with it. Null: it names none. */
  environment: { file: string; count: number; problem: 'unreadable' | 'broken' | null } | null;
}

export interface AuthorityRequests {
  'authorities:list': { input: undefined; output: AuthoritiesView };
  /**
   * The person chooses the file and is asked about what is in it, both by the main process. `added`: how many are new; null
   * where the person thought better of it.
   */
  'authorities:add': { input: undefined; output: AuthoritiesView & { added: number | null } };
  'authorities:remove': { input: { fingerprint: string }; output: AuthoritiesView };
}

import type { Timestamp } from './time.ts';

/** The certificate of an authority. */
export interface AuthorityView {
  /** The certificate's SHA-256 fingerprint, in hexadecimal with colons. */
  fingerprint: string;
  subject: string;
  issuer: string;
  validFrom: Timestamp;
  validUntil: Timestamp;
}

export interface AuthoritiesView {
  /** Those that the user added. */
  chosen: (AuthorityView & { addedAt: Timestamp })[];
  /**
   * The file that the environment names: its number of certificates, and the problem with it, if any. Null: none is
   * named.
   */
  environment: { file: string; count: number; problem: 'unreadable' | 'broken' | null } | null;
}

export interface AuthorityRequests {
  'authorities:list': { input: undefined; output: AuthoritiesView };
  /**
   * The main process lets the user choose a file and confirm its content. `added`: the number of new ones; null if the
   * user cancelled.
   */
  'authorities:add': { input: undefined; output: AuthoritiesView & { added: number | null } };
  'authorities:remove': { input: { fingerprint: string }; output: AuthoritiesView };
}

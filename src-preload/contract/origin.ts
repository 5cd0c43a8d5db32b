import type { Timestamp } from './time.ts';

/** An origin in the user's own network that the workspace's servers may use. */
export interface AllowedOriginView {
  /** `https://host:port`. */
  origin: string;
  allowedAt: Timestamp;
  /** Null: the profile was deleted. */
  allowedBy: string | null;
  /** Names of the servers at this origin. */
  servers: string[];
}

export interface OriginRequests {
  'origins:list': { input: undefined; output: AllowedOriginView[] };
  /**
   * The main process asks the user in a native dialog, independent of the window. Returns whether it is allowed now.
   */
  'origins:allow': { input: { url: string }; output: { allowed: boolean } };
  'origins:revoke': { input: { origin: string }; output: AllowedOriginView[] };
}

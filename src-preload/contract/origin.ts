import type { Timestamp } from './time.ts';

/** An origin in the user's own network that the workspace's servers may use. */
export interface AllowedOriginView {
  /** `https://host:port`. */
  origin: string;
  /** Of a sign-in service: the origin of the servers that may sign in there. */
  forServer?: string;
  allowedAt: Timestamp;
  /** Null: the profile was deleted. */
  allowedBy: string | null;
  /** Names of the servers at this origin, or at `forServer`. */
  servers: string[];
}

export interface OriginRequests {
  'origins:list': { input: undefined; output: AllowedOriginView[] };
  /**
   * The main process asks the user in a native dialog, independent of the window. Returns whether it is allowed now.
   * `forServer`: `url` is that of a sign-in service, for a server of this address.
   */
  'origins:allow': { input: { url: string; forServer?: string | undefined }; output: { allowed: boolean } };
  'origins:revoke': { input: { origin: string; forServer?: string | undefined }; output: AllowedOriginView[] };
}

import type { Timestamp } from './time.ts';

/** A place in the person's own network that the workspace's servers may be at. */
export interface AllowedOriginView {
  /** `https://host:port`. */
  origin: string;
  allowedAt: Timestamp;
  /** Null: somebody who is gone. */
  allowedBy: string | null;
  /** Names of the servers that are there. */
  servers: string[];
}

export interface OriginRequests {
  'origins:list': { input: undefined; output: AllowedOriginView[] };
  /** The person is asked by the main process, whatever the window shows. Answers whether it is allowed now. */
  'origins:allow': { input: { url: string }; output: { allowed: boolean } };
  'origins:revoke': { input: { origin: string }; output: AllowedOriginView[] };
}

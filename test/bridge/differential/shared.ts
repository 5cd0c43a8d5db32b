import type { ServerNotifier } from '@modelcontextprotocol/server';

/** Whether the protocol has sessions (up to 2025-11-25) or not (from 2026-07-28 on). */
export type Era = 'legacy' | 'modern';

/** What both kinds of instance of the server share: revision 2026-07-28 has one for each request. */
export interface Shared {
  era: Era;
  /** Resolves when the client has cancelled a call of `wait`. */
  cancelled: Promise<void>;
  cancel: () => void;
  /** Tools that `grow` added. */
  grown: string[];
  /** URIs that a client of the earlier revision subscribed to. */
  subscribed: Set<string>;
  notify: ServerNotifier;
}

import { Fault } from '../../base/fault.ts';
import type { SessionOptions } from './legacy/kept-session.ts';
import { LegacyUpstream } from './legacy/legacy-upstream.ts';
import { ModernUpstream } from './modern/modern-upstream.ts';
import type { Target } from './wire/server-way.ts';
import type { ToolHeaders } from './modern/tool-headers.ts';
import type { Message, Upstream } from './upstream.ts';

export interface UpstreamOptions extends Target, Pick<SessionOptions, 'onMessage' | 'onRestored'> {
  /** `legacy` is every revision before 2026-07-28. */
  era: 'legacy' | 'modern';
  /** The agent's own `initialize`, with which a session is opened: needed before 2026-07-28. */
  handshake?: Message;
  /** What is known of the server's tools since 2026-07-28; may be shared by connections of one slot. */
  toolHeaders?: ToolHeaders;
}

/**
 * One agent's way to one server, with the sign-in of one slot. Nothing is sent before the first request. Throws
 * `request_invalid` for a session without a handshake.
 */
export function openUpstream({ era, handshake, ...options }: UpstreamOptions): Upstream {
  if (era === 'modern') return new ModernUpstream(options);
  if (!handshake) throw new Fault('request_invalid', 'a session needs the handshake of the agent');
  return new LegacyUpstream({ ...options, handshake });
}

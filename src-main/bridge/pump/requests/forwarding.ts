import type { Turns } from '../../../base/turns.ts';
import type { Message } from '../../upstream/upstream.ts';
import type { AgentRequest } from '../agent/agent-request.ts';
import type { Link } from './link.ts';

/** How a request is carried to the server. */
export interface Forwarding {
  link: Link;
  turns: Turns;
  /** Sends the request to the server. */
  send: (request: AgentRequest) => Promise<Message>;
  /** Has the server list its tools, before this call of one. Rejects with what the server's answer was. */
  listTools: (request: AgentRequest) => Promise<unknown>;
  /** Members that every result of Keyfob's own has in this revision. */
  ownMembers: Record<string, unknown>;
}

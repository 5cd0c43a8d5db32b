import type { Slot } from '../../../connections/slot.ts';
import type { Server } from '../../../store/servers.ts';
import type { Caller } from '../../caller/find-caller.ts';
import type { Agent } from '../agent/agent.ts';
import type { AgentWords } from '../agent-words.ts';
import type { BridgeParts, PumpSettings } from '../bridge-parts.ts';
import type { Gate } from './gate.ts';

/** One connection of an agent, with what all parts of the pump need to serve it. */
export interface Link {
  bridge: BridgeParts;
  settings: PumpSettings;
  agent: Agent;
  caller: Caller;
  slot: Slot;
  /** The server as it was when the agent connected; other settings end the connection. */
  server: Server;
  gate: Gate;
  /** The agent was connected before, and has lists from then. */
  isReconnected: boolean;
}

export const wordsOf = ({ bridge }: Link): AgentWords => bridge.words();

/** What texts name. */
export function namedIn({ server, gate }: Pick<Link, 'server' | 'gate'>): Record<'server' | 'host', string> {
  const { name, url } = gate.server() ?? server;
  return { server: name, host: new URL(url).host };
}

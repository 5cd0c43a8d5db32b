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
  /** What the agent calls the server. */
  asked: string;
  /** The server as it was when the agent connected; other settings end the connection. */
  server: Server;
  gate: Gate;
  /** The agent was connected before, and has lists from then. */
  isReconnected: boolean;
}

export const wordsOf = ({ bridge }: Link): AgentWords => bridge.words();

/** What texts name. A program that may not use the server, or finds Keyfob locked, learns what it has said itself. */
export function namedIn({ asked, server, gate }: Link): Record<'server' | 'host', string> {
  if (!gate.maySeeNames()) return { server: asked.slice(0, 100), host: asked.slice(0, 100) };
  const { name, url } = gate.server() ?? server;
  return { server: name, host: new URL(url).host };
}

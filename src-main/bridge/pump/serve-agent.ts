import { whenAborted } from '../../base/when-aborted.ts';
import type { DomainEvent } from '../../connections/context.ts';
import type { Slot } from '../../connections/slot.ts';
import type { Server } from '../../store/servers.ts';
import type { AgentConnection } from '../agent-connection.ts';
import { listKindOf } from '../lists/list-kinds.ts';
import { Agent } from './agent/agent.ts';
import { filled } from './agent-words.ts';
import { defaultSettings, type BridgeParts } from './bridge-parts.ts';
import { Dispatch } from './dispatch.ts';
import { Gate } from './requests/gate.ts';
import type { Link } from './requests/link.ts';
import { errorText, readLine, type Incoming } from './agent/messages.ts';
import { refuse } from './requests/park.ts';
import { invalidRequest, ownCodes, parseError } from './requests/refusals.ts';

/** What an agent connected to: a server, with whose sign-in. */
export interface Target {
  /** What it calls the server. */
  asked: string;
  server: Server;
  slot: Slot;
}

/**
 * Serves one connection of an agent until it has ended, or its permission, its server or that server's settings have.
 * Every request gets one answer, in words where the user is needed. Nothing goes to the server before the program is
 * allowed to use the sign-in, and nothing is opened for one that only looks whether Keyfob answers.
 */
export async function serveAgent(connection: AgentConnection, target: Target, bridge: BridgeParts): Promise<void> {
  const { signal } = connection;
  const caller = await connection.caller;
  if (signal.aborted) return;
  const agent = new Agent(connection);
  const { asked, server, slot } = target;
  const settings = { ...defaultSettings, ...bridge.settings };
  const gate = new Gate(bridge, caller, slot, signal);
  connection.isAllowed = () => gate.isAllowed();
  const isReconnected = connection.hello.connection > 1;
  const link: Link = { bridge, settings, agent, caller, slot, asked, server, gate, isReconnected };
  const dispatch = new Dispatch(link);
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= dispatch.close());
  // Without waiting for the agent to read what was written, or to say more.
  const end = () => {
    agent.end();
    void close();
  };
  // Calls that are under way must not wait until the last line was read.
  signal.addEventListener('abort', end, { once: true });
  const stops = [
    bridge.access.whenEnded(caller, slot, end),
    bridge.access.whenToolsChange(slot, () => dispatch.tellOfTools()),
    bridge.listen((event) => {
      // The agent connects again for its next message, and finds the server as it is then.
      if (isOver(event, slot)) end();
      else dispatch.follow(event);
    }),
  ];
  try {
    for await (const line of connection.lines) {
      if (signal.aborted || agent.isEnded) break;
      for (const incoming of readLine(line)) {
        receive(link, dispatch, incoming);
        await agent.readsOn();
        if (agent.isEnded) break;
      }
    }
    // What the agent asked before its end of input is still answered.
    if (!signal.aborted && !agent.isEnded) {
      dispatch.endSubscriptions();
      await Promise.race([agent.settled(), whenAborted(signal)]);
    }
  } finally {
    for (const stop of stops) stop();
    agent.end();
    await close();
  }
}

/** Whether the server, its settings or the profile are no longer those that the agent connected to. */
function isOver(event: DomainEvent, { serverId, profileId, workspaceId }: Slot): boolean {
  if (event.type === 'server_reconfigured' || event.type === 'server_removed') return event.serverId === serverId;
  if (event.type !== 'person_removed' || event.workspaceId !== workspaceId) return false;
  return event.profileId === undefined || event.profileId === profileId;
}

/**
 * Whether the agent has too much open for one more request, wherever that waits. A handshake, a list or a ping is
 * refused much later, because an error on these loses the server in several agents.
 */
function isFull({ agent, settings }: Link, method: string): boolean {
  const { inFlight, waiting, openLength } = settings;
  const times = method === 'initialize' || method === 'ping' || listKindOf(method) ? 4 : 1;
  return agent.open >= times * (inFlight + waiting) || agent.openLength >= times * openLength;
}

function receive(link: Link, dispatch: Dispatch, incoming: Incoming): void {
  const { agent, bridge } = link;
  const { refused } = bridge.words();
  if (incoming.kind === 'invalid') {
    const code = incoming.why === 'noJson' ? parseError : invalidRequest;
    const { invalid, ambiguous, tooComplex } = refused;
    const message = { noJson: invalid, noMessage: invalid, ambiguous, tooComplex }[incoming.why];
    void agent.write(errorText(incoming.id, { code, message }));
  } else if (incoming.kind === 'response') dispatch.respond(incoming.id, incoming.message);
  else if (incoming.kind === 'notification') dispatch.notify(incoming.method, incoming.message);
  else {
    const lack = isFull(link, incoming.method) ? 'tooMany' : !agent.text.fits(incoming.size) && 'noRoom';
    if (lack) {
      const { code, words, data } = refuse(link, ownCodes.tooMany, lack);
      return void agent.write(errorText(incoming.id, { code, message: words, data }));
    }
    const request = agent.begin(incoming);
    if (request) return dispatch.handle(request);
    // Under its own id, the agent would take the error for the answer to the other request.
    const message = filled(refused.duplicate, { id: incoming.id });
    void agent.write(errorText('null', { code: invalidRequest, message }));
  }
}

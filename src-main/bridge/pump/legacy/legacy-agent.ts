import { dropOldest } from '../../../base/drop-oldest.ts';
import type { DomainEvent } from '../../../connections/context.ts';
import { allListKinds, listKindOf, listKinds } from '../../lists/list-kinds.ts';
import type { Message } from '../../upstream/upstream.ts';
import type { AgentRequest } from '../agent/agent-request.ts';
import { forward } from '../requests/forward.ts';
import { LegacyLists } from './legacy-lists.ts';
import { LegacySession, missingHandshake } from './legacy-session.ts';
import { namedIn, wordsOf, type Link } from '../requests/link.ts';
import { idOf, resultText } from '../agent/messages.ts';
import { paramsOf } from '../../upstream/wire/messages.ts';
import { initializeForAgent, ownInitializeResult, ownToolKey } from '../requests/own-answers.ts';
import { callOwnTool } from '../requests/own-tools.ts';
import { HandshakeRefused, refusalOf } from '../requests/refusals.ts';
import type { Turns } from '../../../base/turns.ts';
import { within } from '../requests/within.ts';

/** How many requests of the server may wait for the agent's responses. */
const mostAsked = 1024;

/** An agent's messages up to revision 2025-11-25, from its handshake on. */
export class LegacyAgent {
  readonly #link: Link;
  readonly #turns: Turns;
  readonly #session: LegacySession;
  readonly #lists: LegacyLists;
  /** The server's own requests that the agent has not answered. */
  readonly #asked = new Set<string>();
  #account: string | undefined;
  #waking: NodeJS.Timeout | undefined;

  constructor(link: Link, turns: Turns, handshake = missingHandshake(link.bridge.context.version)) {
    this.#link = link;
    this.#turns = turns;
    this.#session = new LegacySession(link, handshake, {
      onMessage: (message) => this.#receive(message),
      onRestored: () => this.#restored(),
    });
    this.#lists = new LegacyLists(link, this.#session);
    this.#account = this.#session.key()?.account;
  }

  async handle(request: AgentRequest): Promise<void> {
    const { agent } = this.#link;
    const { method, message } = request;
    if (method === 'initialize') return this.#initialize(request);
    // Without a session there is nothing else that could answer these, and no reason to open one.
    if (method === 'ping' && !this.#session.isOpen) return agent.answer(request, '{}');
    if (method === 'logging/setLevel' && !this.#session.isOpen) {
      this.#session.keepLevel(message);
      return agent.answer(request, '{}');
    }
    const kind = listKindOf(method);
    // A cursor, or what a later revision may add, is for the server.
    const isPlain = Object.keys(paramsOf(message)).every((name) => name === '_meta');
    if (kind && isPlain) return this.#lists.answer(request, kind);
    const ownTool = request.isToolCall
      ? ownToolKey(paramsOf(message)['name'], () => this.#session.listed('tools'))
      : undefined;
    if (ownTool) {
      const refresh = () => this.#lists.refresh();
      return callOwnTool(request, { link: this.#link, key: ownTool, refresh, ownMembers: {} });
    }
    const send = (sent: AgentRequest) => this.#send(sent);
    const listTools = () => this.#lists.fetchTools();
    return forward(request, { link: this.#link, turns: this.#turns, send, listTools, ownMembers: {} });
  }

  async notify(message: Message): Promise<void> {
    const isInitialized = message.value['method'] === 'notifications/initialized';
    await this.#session.notify(message);
    if (!isInitialized) return;
    // What changed while the connection was gone is not known.
    if (this.#link.isReconnected) this.#lists.tellOfTools();
    this.#lists.compare();
    clearTimeout(this.#waking);
    this.#waking = setTimeout(() => void this.#wake(), this.#link.settings.openAfter);
  }

  /** The agent's response to a request of the server. Responses to those of an earlier session are dropped. */
  async respond(id: string, message: Message): Promise<void> {
    if (this.#asked.delete(id)) await this.#session.notify(message);
  }

  follow(event: DomainEvent): void {
    const { slot } = this.#link;
    if (event.type === 'tokens_changed' && event.slot.serverId === slot.serverId) {
      const account = this.#session.key()?.account;
      if (account === this.#account) return;
      this.#account = account;
      // A session belongs to the account that opened it.
      this.#session.renew(account === undefined);
      this.#lists.followAccount();
    } else if (event.type === 'connection_completed' || event.type === 'server_changed') {
      void this.#lists.recover();
    }
  }

  /** Other tools are shown to the agent now. */
  tellOfTools(): void {
    if (this.#lists.hasServed) this.#lists.tellOfTools();
  }

  async close(): Promise<void> {
    clearTimeout(this.#waking);
    this.#lists.stop();
    await this.#session.close();
  }

  async #initialize(request: AgentRequest): Promise<void> {
    const { agent, bridge, gate, settings } = this.#link;
    const session = this.#session;
    const key = session.key();
    const cached = gate.isAllowed() && key ? bridge.lists.get(key)?.initialize : undefined;
    if (cached !== undefined) return agent.answer(request, initializeForAgent(cached, session.requested));
    if (!gate.need()) {
      try {
        const capabilities = await within(session.open(), settings.initializeWait);
        const result = capabilities && key ? bridge.lists.get(key)?.initialize : undefined;
        if (result !== undefined) return await agent.answer(request, initializeForAgent(result, session.requested));
      } catch (error) {
        if (error instanceof HandshakeRefused && error.isModern) return this.#refuse(request, error);
        // Its lists and calls say what is the matter, and an agent that is refused here never asks again.
        bridge.context.log.info('a session for an agent did not open', { error });
      }
    }
    session.hasOwnResult = true;
    return agent.answer(request, ownInitializeResult(this.#link, session.requested));
  }

  /** An agent and a server without a revision in common: the server's error, in words that name both. */
  #refuse(request: AgentRequest, error: HandshakeRefused): Promise<void> {
    const { agent } = this.#link;
    if (error.answer.value['id'] === request.message.value['id']) return agent.pass(request, error.answer.text);
    const { code, words } = refusalOf(error, namedIn(this.#link), wordsOf(this.#link));
    return agent.fail(request, code, words);
  }

  async #send(request: AgentRequest): Promise<Message> {
    const capabilities = await this.#session.open();
    const lacking = this.#session.hasOwnResult ? answerWithout(capabilities, request.method) : undefined;
    if (lacking === undefined) return this.#session.request(request);
    return { text: resultText(request.id, lacking), value: { result: {} } };
  }

  async #receive(message: Message): Promise<void> {
    const { method } = message.value;
    const id = idOf(message);
    if (typeof method === 'string' && id !== undefined) {
      this.#asked.add(id);
      // A server could ask without end, and an agent never respond.
      dropOldest(this.#asked, mostAsked);
    }
    const changed = allListKinds.filter((kind) => listKinds[kind].changed === method);
    if (changed.length > 0) {
      this.#lists.markStale(changed);
      if (!this.#session.isInitialized || !this.#lists.hasServed) return;
    }
    await this.#link.agent.write(message.text);
  }

  #restored(): void {
    this.#lists.markStale();
    this.#lists.tellAll();
  }

  /** The agent stays, so that it is no probe: now it may be asked about, and the server may speak to it. */
  async #wake(): Promise<void> {
    const { gate, bridge } = this.#link;
    try {
      if (gate.need() === 'access') await gate.ask();
      if (gate.need()) return;
      await this.#session.open();
      await this.#lists.verify();
      await this.#lists.recover();
    } catch (error) {
      if (!this.#link.agent.signal.aborted) bridge.context.log.info('a server was not reached for an agent', { error });
    }
  }
}

/** For an agent that was promised more than the server has. */
function answerWithout(capabilities: Record<string, unknown>, method: string): string | undefined {
  if (method === 'completion/complete' && !capabilities['completions']) return '{"completion":{"values":[]}}';
  return method === 'logging/setLevel' && !capabilities['logging'] ? '{}' : undefined;
}

import { randomUUID } from 'node:crypto';
import { Fault } from '../../../base/fault.ts';
import type { ListCacheKey } from '../../../store/list-cache.ts';
import { accountOf } from '../../slot-account.ts';
import { listKey, type ListClient } from '../../lists/list-key.ts';
import type { ListKind } from '../../lists/list-kinds.ts';
import type { Message } from '../../upstream/upstream.ts';
import type { AgentRequest } from '../agent/agent-request.ts';
import { rawMember } from '../agent/json-text.ts';
import type { Link } from '../requests/link.ts';
import { isObject, sizeOf } from '../agent/messages.ts';
import { ownMessage, paramsOf } from '../../upstream/wire/messages.ts';
import { HandshakeRefused } from '../requests/refusals.ts';
import { Uplink } from '../requests/uplink.ts';

/** Notifications that wait until the session is open; more are dropped. */
const mostQueued = 100;

interface SessionEvents {
  onMessage: (message: Message) => Promise<void>;
  onRestored: () => void;
}

/** For an agent that asks without a handshake, since it takes its session for one that goes on. */
export function missingHandshake(version: string): Message {
  const clientInfo = { name: 'Keyfob', version };
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
  return ownMessage({ id: `keyfob-${randomUUID()}`, method: 'initialize', params });
}

/** The session of one agent with its server, up to revision 2025-11-25: one per connection, opened when needed. */
export class LegacySession {
  /** The revision that the agent asked for, as it wrote it. */
  readonly requested: unknown;
  /** Whether a tool was called: what is listed from then on is this session's alone. */
  hasCalled = false;
  /** Whether the agent got Keyfob's own result of `initialize`, which may promise more than the server has. */
  hasOwnResult = false;
  readonly #link: Link;
  readonly #events: SessionEvents;
  readonly #handshake: Message;
  readonly #client: ListClient;
  #uplink: Uplink | undefined;
  #opening: Promise<Record<string, unknown>> | undefined;
  #isOpen = false;
  #isClosed = false;
  #initialized: Message | undefined;
  #level: Message | undefined;
  #queued: Message[] = [];

  constructor(link: Link, handshake: Message, events: SessionEvents) {
    this.#link = link;
    this.#handshake = handshake;
    link.agent.text.add(sizeOf(handshake.text));
    this.#events = events;
    const { protocolVersion, clientInfo } = paramsOf(handshake);
    this.requested = protocolVersion;
    this.#client = {
      era: 'legacy',
      version: String(protocolVersion),
      name: isObject(clientInfo) ? String(clientInfo['name']) : '',
      capabilities: rawMember(handshake.text, 'params', 'capabilities') ?? '',
    };
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Whether the agent may be sent notifications (MCP 2025-11-25, Lifecycle, Initialization). */
  get isInitialized(): boolean {
    return this.#initialized !== undefined;
  }

  /** Whose lists it has, as they are cached; undefined where nothing is signed in. */
  key(): ListCacheKey | undefined {
    const { bridge, slot, server, gate } = this.#link;
    const account = accountOf(bridge.context, slot);
    const { url } = gate.server() ?? server;
    return account === undefined ? undefined : listKey(slot, url, account, this.#client);
  }

  /** What the server listed before, as it is cached. */
  listed(kind: ListKind): string | undefined {
    const key = this.key();
    return key && this.#link.bridge.lists.get(key)?.lists[kind];
  }

  /**
   * Opens the session with the agent's own handshake, if it is not open. Resolves to the server's capabilities, and
   * keeps the result for the next start of the agent. Throws `HandshakeRefused`, and a `Fault` without an answer.
   */
  open(): Promise<Record<string, unknown>> {
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #open(): Promise<Record<string, unknown>> {
    if (this.#isClosed) throw new Fault('cancelled', 'the agent has gone');
    const { lists } = this.#link.bridge;
    const key = this.key();
    this.#uplink ??= new Uplink(this.#link, { era: 'legacy', handshake: this.#handshake, ...this.#events });
    const uplink = this.#uplink;
    const answer = await uplink.open();
    const result = answer && rawMember(answer.text, 'result');
    if (!answer || result === undefined) throw this.#refused(answer);
    if (key && key.id === this.key()?.id) {
      const { lists: kept } = lists.get(key) ?? { lists: {} };
      lists.save(key, { initialize: result, lists: kept });
    }
    this.#isOpen = true;
    if (this.#initialized) await uplink.send(this.#initialized);
    if (this.#level) await uplink.ask('logging/setLevel', paramsOf(this.#level)).catch(() => undefined);
    for (const message of this.#takeQueued()) await uplink.send(message);
    const { capabilities } = (answer.value['result'] ?? {}) as { capabilities?: unknown };
    return isObject(capabilities) ? capabilities : {};
  }

  #refused(answer: Message | undefined): HandshakeRefused {
    const { bridge, server } = this.#link;
    const refused = new HandshakeRefused(answer ?? ownMessage({ id: null, error: {} }));
    if (refused.isModern) bridge.lists.noteModern(server.url);
    this.#drop()?.retire();
    return refused;
  }

  async request(request: AgentRequest): Promise<Message> {
    await this.open();
    if (request.isToolCall) this.hasCalled = true;
    if (!this.#uplink) throw new Error('the session was closed');
    return this.#uplink.request(request);
  }

  async ask(method: string, params: Record<string, unknown>): Promise<Message> {
    await this.open();
    if (!this.#uplink) throw new Error('the session was closed');
    return this.#uplink.ask(method, params);
  }

  /** Passes on what wants no answer, now or when the session is open; drops it once the program is not allowed. */
  async notify(message: Message): Promise<void> {
    if (message.value['method'] === 'notifications/initialized') this.#initialized = message;
    else if (!this.#isOpen) this.#queue(message);
    if (this.#isOpen && this.#link.gate.isAllowed()) await this.#uplink?.send(message);
  }

  /** Keeps the level of logging that the agent wants, for when the session is open. */
  keepLevel(message: Message): void {
    this.#level = message;
  }

  /** Opens another session for what comes next. What is under way ends in this one, or with it. */
  renew(isOver = false): void {
    const uplink = this.#drop();
    if (isOver) void uplink?.close();
    else uplink?.retire();
  }

  /** Ends it for good. */
  async close(): Promise<void> {
    if (!this.#isClosed) this.#link.agent.text.add(-sizeOf(this.#handshake.text));
    this.#isClosed = true;
    this.#takeQueued();
    await this.#drop()?.close();
  }

  #queue(message: Message): void {
    const { text } = this.#link.agent;
    const size = sizeOf(message.text);
    if (this.#queued.length >= mostQueued || !text.fits(size)) return;
    text.add(size);
    this.#queued.push(message);
  }

  #takeQueued(): Message[] {
    const taken = this.#queued.splice(0);
    for (const { text } of taken) this.#link.agent.text.add(-sizeOf(text));
    return taken;
  }

  #drop(): Uplink | undefined {
    const uplink = this.#uplink;
    this.#uplink = undefined;
    this.#opening = undefined;
    this.#isOpen = false;
    return uplink;
  }
}

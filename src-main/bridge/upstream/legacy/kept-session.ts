import { setTimeout } from 'node:timers/promises';
import { isFault } from '../../../base/fault.ts';
import { refuseOutdatedTransport } from '../../../connections/discovery/outdated-transport.ts';
import { ForgottenSession, isInSession, type SessionRequest } from '../../../mcp/forgotten-session.ts';
import { closingTime, endSession } from './end-session.ts';
import { openLegacySession, refusedSession, type LegacySession, type Opened } from './legacy-session.ts';
import { ListeningStream } from './listening-stream.ts';
import { closedHere } from '../wire/lost-answer.ts';
import { ownMessage } from '../wire/messages.ts';
import { refusedMessage } from '../wire/refusal.ts';
import { Restorable } from './restorable.ts';
import { ServerWay, type Target } from '../wire/server-way.ts';
import type { Message } from '../upstream.ts';

export interface SessionOptions extends Target {
  /** The agent's own `initialize`. */
  handshake: Message;
  /** What the server sends outside of a request. */
  onMessage: (message: Message) => Promise<void>;
  /** The session was lost and is there again. */
  onRestored: () => void;
}

/** Sends a request in a session, and resolves to its answer. */
type Ask = (session: LegacySession, request: Message) => Promise<Message>;

/** The session of one agent: opened on first use, and once more whenever the server has forgotten it. */
export class KeptSession {
  readonly way: ServerWay;
  readonly #options: SessionOptions;
  readonly #ask: Ask;
  readonly #restorable = new Restorable();
  readonly #ending = new AbortController();
  #isClosed = false;
  #initialized = ownMessage({ method: 'notifications/initialized' });
  #session: LegacySession | undefined;
  #opening: Promise<Opened> | undefined;
  #restoring: Promise<LegacySession> | undefined;
  #listening: ListeningStream | undefined;

  constructor(options: SessionOptions, ask: Ask) {
    this.#options = options;
    this.#ask = ask;
    this.way = new ServerWay(options, (init) => this.#mayForget(init));
  }

  get isOpen(): boolean {
    return this.#session !== undefined;
  }

  /** Resolves when the server sends nothing any more outside of requests. */
  get silent(): Promise<void> | undefined {
    return this.#listening?.ended;
  }

  /** The agent's own notification that it has initialized, for this session and those in its place. */
  set initialized(message: Message) {
    this.#initialized = message;
  }

  /** Opens the session once. One that could not be opened is tried again by the next request. */
  async open(): Promise<Opened> {
    this.#opening ??= this.#openFirst();
    const opening = this.#opening;
    try {
      const opened = await opening;
      if (!opened.session && this.#opening === opening) this.#opening = undefined;
      return opened;
    } catch (error) {
      if (this.#opening === opening) this.#opening = undefined;
      throw error;
    }
  }

  /** The session, open and announced. */
  async ready(): Promise<LegacySession> {
    if (this.#isClosed) throw closedHere();
    if (this.#restoring) return this.#restoring;
    const { answer } = await this.open();
    const session = this.#session;
    if (!session) throw refusedSession(answer, this.way.host);
    try {
      await this.#announce(session);
    } catch (error) {
      if (error instanceof ForgottenSession) return this.replace(session);
      throw error;
    }
    return session;
  }

  /** The session in place of one that the server has forgotten: opened once for all requests that were refused. */
  async replace(forgotten: LegacySession): Promise<LegacySession> {
    if (this.#restoring) return this.#restoring;
    if (this.#session !== forgotten) return this.ready();
    this.#restoring = this.#restore().finally(() => (this.#restoring = undefined));
    return this.#restoring;
  }

  /** Called with each request that was answered in the session. */
  noteUsed(session: LegacySession, request: Message, answer: Message): void {
    session.isReplacement = false;
    if ('result' in answer.value) this.#restorable.note(request);
    // The stream had ended with the sign-in, which works again.
    if (session === this.#session && this.#listening?.isOver && !this.#listening.isRefused) this.#listen(session);
  }

  /** Sends a message that gets no answer. */
  async tell(session: LegacySession, message: Message): Promise<void> {
    const response = await this.way.fetch('messages', session.post(message.text, this.#ending.signal));
    if (!response.ok) throw await refusedMessage(response, this.way.host);
    await response.body?.cancel();
  }

  /** Ends what is open, and the session at the server. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#listening?.close();
    // A session that is being opened must be known to be ended.
    const opened = (this.#restoring ?? this.#opening)?.then(
      () => undefined,
      () => undefined,
    );
    if (opened) await Promise.race([opened, setTimeout(closingTime, undefined, { ref: false })]);
    this.#ending.abort(closedHere());
    const session = this.#session;
    this.#session = undefined;
    if (session) await endSession(this.way, session, this.#options.context.log);
  }

  /** A session that was just opened in place of another is not forgotten: then a refusal is about something else. */
  #mayForget(init: SessionRequest): boolean {
    if (!isInSession(init)) return false;
    const isCurrent = new Headers(init.headers).get('mcp-session-id') === this.#session?.id;
    return !(isCurrent && this.#session?.isReplacement);
  }

  async #openFirst(): Promise<Opened> {
    const opened = await this.#openAtServer(false).catch(async (error: unknown) => {
      // A server that knows nothing of this may speak the transport from before Streamable HTTP.
      if (isFault(error, 'not_an_mcp_server', 'request_refused'))
        await refuseOutdatedTransport(this.way.url, this.way.asked);
      throw error;
    });
    this.#session = opened.session;
    return opened;
  }

  async #openAtServer(isReplacement: boolean): Promise<Opened> {
    if (this.#isClosed) throw closedHere();
    const { handshake, onMessage } = this.#options;
    return openLegacySession(this.way, handshake, { signal: this.#ending.signal, onMessage, isReplacement });
  }

  /** Says once that the agent has initialized; then the server may send by itself. */
  async #announce(session: LegacySession): Promise<void> {
    session.announced ??= this.#tellInitialized(session);
    try {
      await session.announced;
    } catch (error) {
      session.announced = undefined;
      throw error;
    }
  }

  async #tellInitialized(session: LegacySession): Promise<void> {
    await this.tell(session, this.#initialized).catch((error: unknown) => {
      // A server that does not know the notification can do without it.
      if (!isFault(error, 'request_refused', 'not_an_mcp_server')) throw error;
    });
    this.#listen(session);
  }

  #listen(session: LegacySession): void {
    this.#listening?.close();
    if (this.#isClosed) return;
    this.#listening = new ListeningStream({
      host: this.way.host,
      open: (lastEventId, signal) => this.way.fetch('streams', session.get(lastEventId, signal)),
      onMessage: this.#options.onMessage,
      onForgotten: () => {
        if (!session.isReplacement) this.replace(session).catch((error: unknown) => this.#noteUnrestored(error));
      },
    });
  }

  async #restore(): Promise<LegacySession> {
    this.#listening?.close();
    const { session, answer } = await this.#openAtServer(true);
    if (!session) throw refusedSession(answer, this.way.host);
    this.#session = session;
    await this.#announce(session);
    const restored = await Promise.allSettled(
      this.#restorable.requests().map((request) => this.#ask(session, request)),
    );
    for (const one of restored) if (one.status === 'rejected') this.#noteUnrestored(one.reason);
    if (!this.#isClosed) this.#options.onRestored();
    return session;
  }

  #noteUnrestored(error: unknown): void {
    this.#options.context.log.warn('what an agent had set at a server could not be restored', { error });
  }
}

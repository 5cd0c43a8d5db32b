import { ForgottenSession, namesLostSession } from '../../../mcp/forgotten-session.ts';
import { afterSending } from '../../../mcp/may-have-run.ts';
import { AnswerReader } from '../wire/answer-reader.ts';
import { KeptSession, type SessionOptions } from './kept-session.ts';
import type { LegacySession } from './legacy-session.ts';
import { afterAcceptance, lostAnswer } from '../wire/lost-answer.ts';
import { errorOf, idText, isResponse, messageFrom, methodOf } from '../wire/messages.ts';
import { isIdempotent, withOutcome } from '../wire/outcome.ts';
import { jsonRpcError, refusedAnswer } from '../wire/refusal.ts';
import { readResuming } from './resumption.ts';
import { RunningRequests, type Running } from '../wire/running.ts';
import type { Message, RequestOptions, Upstream } from '../upstream.ts';

/** The way of one agent to a server of 2025-11-25 or before, in a session of its own. */
export class LegacyUpstream implements Upstream {
  readonly #options: SessionOptions;
  readonly #kept: KeptSession;
  readonly #running = new RunningRequests();

  constructor(options: SessionOptions) {
    const { onMessage } = options;
    // Some servers answer requests on the stream that is listened to.
    const passed = async (message: Message) => {
      if (!isResponse(message) || !this.#running.give(message)) await onMessage(message);
    };
    this.#options = options;
    const quiet = { signal: new AbortController().signal, onMessage };
    this.#kept = new KeptSession({ ...options, onMessage: passed }, (session, request) =>
      this.#ask(session, request, quiet),
    );
  }

  async open(): Promise<Message> {
    const { handshake } = this.#options;
    return withOutcome(this.#options, handshake, undefined, async () => (await this.#kept.open()).answer);
  }

  async request(message: Message, options: RequestOptions): Promise<Message> {
    if (methodOf(message) === 'initialize') return this.open();
    return withOutcome(this.#options, message, options.signal, () =>
      this.#inSession(message, (session) => this.#ask(session, message, options)),
    );
  }

  async send(message: Message): Promise<void> {
    const method = methodOf(message);
    if (method === 'notifications/initialized') this.#kept.initialized = message;
    // What was never sent needs no cancelling.
    if (method === 'notifications/cancelled' && !this.#kept.isOpen) return;
    await withOutcome(this.#options, message, undefined, async () => {
      const session = await this.#kept.ready();
      if (method !== 'notifications/initialized') await this.#tell(session, message);
    });
  }

  async close(): Promise<void> {
    this.#running.close();
    await this.#kept.close();
  }

  async #tell(session: LegacySession, message: Message): Promise<void> {
    try {
      await this.#kept.tell(session, message);
    } catch (error) {
      if (!(error instanceof ForgottenSession)) throw error;
      // Responses, progress and cancellations belong to the session that is gone.
      const next = await this.#kept.replace(session);
      if (!isResponse(message) && !ofOneRequest.has(methodOf(message))) await this.#kept.tell(next, message);
    }
  }

  /** Does the work in the session, and once more in another one if the server has forgotten it without doing it. */
  async #inSession(message: Message, work: (session: LegacySession) => Promise<Message>): Promise<Message> {
    const whole = async (session: LegacySession) => {
      const answer = await work(session);
      if (saysForgotten(session, message, answer)) throw new ForgottenSession(undefined);
      this.#kept.noteUsed(session, message, answer);
      return answer;
    };
    const session = await this.#kept.ready();
    try {
      return await whole(session);
    } catch (error) {
      if (!(error instanceof ForgottenSession)) throw error;
    }
    const next = await this.#kept.replace(session);
    try {
      return await whole(next);
    } catch (error) {
      const text = error instanceof ForgottenSession ? error.data?.text : undefined;
      const answer = text === undefined ? undefined : jsonRpcError(text, message, this.#kept.way.host);
      if (answer) return answer;
      throw error;
    }
  }

  async #ask(session: LegacySession, message: Message, options: RequestOptions): Promise<Message> {
    const cancel = () => {
      const { reason } = options.signal as { reason: unknown };
      // Whether the server has heard of it shows by its answer alone.
      this.#kept.tell(session, isMessage(reason) ? reason : cancellation(message)).catch(() => undefined);
      return 'linger' as const;
    };
    return this.#running.run(message, options, cancel, async (running) => {
      const reader = new AnswerReader(message, {
        host: this.#kept.way.host,
        onMessage: options.onMessage,
        abort: running.abort,
        isOfOther: (response) => this.#running.give(response, running),
      });
      const answer = await Promise.race([this.#answer(session, reader, running, options), running.answered]);
      return { answer, ended: reader.ended };
    });
  }

  async #answer(
    session: LegacySession,
    reader: AnswerReader,
    { request, signal }: Running,
    options: RequestOptions,
  ): Promise<Message> {
    const { way } = this.#kept;
    const response = await way.fetch('requests', session.post(request.text, signal)).catch((error: unknown) => {
      throw afterSending(error);
    });
    if (!response.ok) return refusedAnswer(response, request, way.host);
    const answer = await readResuming(response, reader, {
      signal,
      resume: (lastEventId) => way.fetch('requests', session.get(lastEventId, signal)),
      isCancelled: () => options.signal.aborted,
    }).catch((error: unknown) => {
      throw afterAcceptance(error);
    });
    if (answer) return answer;
    // The server has taken it, and may answer on the stream that is listened to.
    if (response.status === 202) await this.#kept.silent;
    throw lostAnswer(way.host);
  }
}

/** An error with status 200 about the session. A tool can send one too, and must not run twice. */
function saysForgotten(session: LegacySession, message: Message, answer: Message): boolean {
  if (session.id === undefined || session.isReplacement || !isIdempotent(message)) return false;
  const words = errorOf(answer)?.message;
  return typeof words === 'string' && namesLostSession(words);
}

/** Notifications that mean nothing in another session. */
const ofOneRequest = new Set(['notifications/cancelled', 'notifications/progress']);

/** MCP 2025-11-25, Cancellation, "Cancellation Flow". */
function cancellation(request: Message): Message {
  const params = `{"requestId":${idText(request)}}`;
  return messageFrom(`{"jsonrpc":"2.0","method":"notifications/cancelled","params":${params}}`);
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'text' in value && 'value' in value;
}

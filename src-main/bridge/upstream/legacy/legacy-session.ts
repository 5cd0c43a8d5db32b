import { abortAfter } from '../../../base/abort-after.ts';
import { Fault } from '../../../base/fault.ts';
import { AnswerReader } from '../wire/answer-reader.ts';
import { lostAnswer } from '../wire/lost-answer.ts';
import { errorOf, idText, ownId, withId } from '../wire/messages.ts';
import { refusedAnswer } from '../wire/refusal.ts';
import { postHeaders, type ServerWay } from '../wire/server-way.ts';
import type { Message } from '../upstream.ts';

/** How long a server may take to open a session, in milliseconds. */
const openingTime = 60_000;

const visible = /^[\u0021-\u007E]+$/;

/** A session that a server has opened, before 2026-07-28. */
export class LegacySession {
  readonly #headers: Record<string, string>;
  /** Opened in place of one that the server had forgotten, and not used successfully yet. */
  isReplacement: boolean;
  /** Resolves when the server knows that the session is in use. */
  announced: Promise<void> | undefined;

  constructor(id: string | null, version: unknown, isReplacement: boolean) {
    this.#headers = {
      ...(id !== null && visible.test(id) && { 'mcp-session-id': id }),
      ...(typeof version === 'string' && visible.test(version) && { 'mcp-protocol-version': version }),
    };
    this.isReplacement = isReplacement;
  }

  get id(): string | undefined {
    return this.#headers['mcp-session-id'];
  }

  /** What a request carries: the session's id and the negotiated revision (MCP 2025-11-25, Transports). */
  post(text: string, signal: AbortSignal): Init {
    return { method: 'POST', headers: { ...postHeaders, ...this.#headers }, body: text, signal };
  }

  /** Opens or continues a stream; without an event, the one for what belongs to no request. */
  get(lastEventId: string | undefined, signal: AbortSignal): Init {
    // In UTF-8 (HTML Standard, "The Last-Event-ID header"), each byte of which is a character here.
    const position = lastEventId !== undefined && { 'last-event-id': Buffer.from(lastEventId).toString('latin1') };
    return { method: 'GET', headers: { accept: 'text/event-stream', ...this.#headers, ...position }, signal };
  }

  delete(signal: AbortSignal): Init {
    return { method: 'DELETE', headers: this.#headers, signal };
  }
}

type Init = Parameters<ServerWay['fetch']>[1];

export interface Opened {
  /** The server's answer to `initialize`, with the id of the agent's handshake. */
  answer: Message;
  /** Undefined if the server answered with an error. */
  session: LegacySession | undefined;
}

interface Opening {
  signal: AbortSignal;
  onMessage: (message: Message) => Promise<void>;
  isReplacement: boolean;
}

/**
 * Opens a session with the agent's own `initialize`, under an id of Keyfob's (MCP 2025-11-25, Lifecycle,
 * "Initialization"). Throws a `Fault` where there is no answer of JSON-RPC.
 */
export async function openLegacySession(
  way: ServerWay,
  handshake: Message,
  { signal, onMessage, isReplacement }: Opening,
): Promise<Opened> {
  const abort = new AbortController();
  const whole = abortAfter(openingTime, signal, abort.signal);
  const sent = withId(handshake, JSON.stringify(ownId()));
  const unnamed = new LegacySession(null, undefined, isReplacement);
  const response = await way.fetch('requests', unnamed.post(sent.text, whole));
  const reader = new AnswerReader(sent, { host: way.host, onMessage, abort: () => abort.abort() });
  const answer = response.ok ? await reader.read(response) : await refusedAnswer(response, sent, way.host);
  if (!answer) throw lostAnswer(way.host);
  const { result } = answer.value as { result?: { protocolVersion?: unknown } | null };
  return {
    answer: withId(answer, idText(handshake)),
    session:
      'result' in answer.value
        ? new LegacySession(response.headers.get('mcp-session-id'), result?.protocolVersion, isReplacement)
        : undefined,
  };
}

/** Why a server has opened no session, by its answer to the handshake. */
export function refusedSession(answer: Message, host: string): Fault {
  const { message } = errorOf(answer) ?? {};
  const serverText = typeof message === 'string' ? message : undefined;
  return new Fault('request_refused', `${host} refuses to open a session`, { values: { host }, serverText });
}

import { ProtocolError, type FetchLike } from '@modelcontextprotocol/client';
import { Fault } from '../base/fault.ts';
import type { GuardedFetch } from '../http/guarded-fetch.ts';
import { mapStreamErrors } from '../base/map-stream-errors.ts';
import { AnsweringTransport, readByAnswers } from './answers/transport.ts';

/** A code from JSON-RPC's range for implementations. It is internal: the fault is attached as data. */
const refusedHere = -32_000;

/**
 * The library's transport, changed so that a request fails at once if Keyfob refuses its response, or if its stream
 * ends without one. The library would treat a broken stream as resumable, and the request would never settle. A refused
 * stream is not resumed either, as it would be sent again.
 */
export function transportTo(url: URL, fetch: GuardedFetch): AnsweringTransport {
  const { host } = url;
  let refused: Fault | undefined;
  let isListening = false;
  const watching: GuardedFetch = async (target, init = {}) => {
    const listens = init.method === 'GET';
    if (listens && refused) throw refused;
    const response = await fetch(target, init);
    if (!response.ok || !response.body) return response;
    if (!isEventStream(response)) return listens ? withoutStream(response) : readByAnswers(response, answers, host);
    isListening ||= listens;
    const tell = (fault: Fault) => {
      refused = fault;
      for (const id of requestIds(init.body)) fail(id, fault);
    };
    const { status, statusText, headers } = response;
    return new Response(telling(response.body, tell), { status, statusText, headers });
  };
  const fail = (id: string | number, fault: Fault) => {
    const error = { code: refusedHere, message: fault.message, data: fault };
    transport.onmessage?.({ jsonrpc: '2.0', id, error });
  };
  const lost = (id: string | number) => {
    // Some servers answer on the stream that is listened to.
    if (!isListening) fail(id, new Fault('connection_failed', `${host} ended a stream early`, { values: { host } }));
  };
  const transport = new AnsweringTransport(url, { fetch: watching as FetchLike }, lost);
  const { answers } = transport;
  return transport;
}

/** The fault for which a response was refused. A server cannot forge one. */
export function refusalOf(error: unknown): Fault | undefined {
  return error instanceof ProtocolError && error.data instanceof Fault ? error.data : undefined;
}

/**
 * The library parses events from any response to a GET. A response of another type was not checked as events; a
 * listening client treats it as a server without a stream (MCP 2025-11-25, Transports).
 */
async function withoutStream(response: Response): Promise<Response> {
  await response.body?.cancel();
  return new Response(null, { status: 405 });
}

function isEventStream({ headers }: Response): boolean {
  return /^text\/event-stream\b/i.test(headers.get('content-type') ?? '');
}

function requestIds(body: unknown): (string | number)[] {
  if (typeof body !== 'string') return [];
  const sent: unknown = JSON.parse(body);
  return (Array.isArray(sent) ? sent : [sent])
    .map((message: { id?: unknown }) => message.id)
    .filter((id) => typeof id === 'string' || typeof id === 'number');
}

/** The same body, calling `tell` if Keyfob refuses it; not if the connection breaks. */
function telling(body: ReadableStream<Uint8Array>, tell: (fault: Fault) => void): ReadableStream<Uint8Array> {
  return mapStreamErrors(body, (error) => {
    if (error instanceof Fault && refusals.has(error.code)) tell(error);
    return error;
  });
}

const refusals: ReadonlySet<string> = new Set(['answer_malformed', 'answer_too_large']);

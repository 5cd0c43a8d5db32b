import { ProtocolError, StreamableHTTPClientTransport, type FetchLike } from '@modelcontextprotocol/client';
import { Fault } from '../base/fault.ts';
import type { GuardedFetch } from '../http/guarded-fetch.ts';

/** Where JSON-RPC leaves room for errors of an implementation's own. Nobody sees it: the fault goes along. */
const refusedHere = -32_000;

/**
 * The library's transport, in which a request whose answer Keyfob refuses to read learns that at once. The library takes a
 * stream that breaks off for one to be picked up again, and the request waits for what never comes. What was refused is not
 * picked up either: it would be sent again.
 */
export function transportTo(url: URL, fetch: GuardedFetch): StreamableHTTPClientTransport {
  let refused: Fault | undefined;
  const watching: GuardedFetch = async (target, init = {}) => {
    const listens = init.method === 'GET';
    if (listens && refused) throw refused;
    const response = await fetch(target, init);
    if (!response.ok || !response.body) return response;
    if (!isEventStream(response)) return listens ? withoutStream(response) : response;
    const tell = (fault: Fault) => {
      refused = fault;
      const error = { code: refusedHere, message: fault.message, data: fault };
      for (const id of requestIds(init.body)) transport.onmessage?.({ jsonrpc: '2.0', id, error });
    };
    const { status, statusText, headers } = response;
    return new Response(telling(response.body, tell), { status, statusText, headers });
  };
  const transport = new StreamableHTTPClientTransport(url, { fetch: watching as FetchLike });
  return transport;
}

/** The fault for which a request's answer was not read. No server can make one. */
export function refusalOf(error: unknown): Fault | undefined {
  return error instanceof ProtocolError && error.data instanceof Fault ? error.data : undefined;
}

/**
 * The library reads events out of whatever a GET is answered with. What does not say that it is events was not judged as such;
 * to a client that wants to listen, it is the answer of a server that has nothing to listen to (MCP 2025-11-25, Transports).
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

/** The same body, and a call where it is one that Keyfob refuses. A connection that breaks off says nothing of that kind. */
function telling(body: ReadableStream<Uint8Array>, tell: (fault: Fault) => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        if (error instanceof Fault && refusals.has(error.code)) tell(error);
        controller.error(error);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

const refusals: ReadonlySet<string> = new Set(['answer_malformed', 'answer_too_large']);

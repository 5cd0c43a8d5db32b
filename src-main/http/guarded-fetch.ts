import { lookup } from 'node:dns';
import { Agent, fetch as undiciFetch, Pool, type RequestInit as UndiciRequestInit } from 'undici';
import { Fault } from '../fault.ts';
import { judgeUrl, type AddressScope } from './address-policy.ts';
import { boundedBytes, boundedStream } from './bounded-body.ts';
import { boundedEvents } from './bounded-events.ts';
import { connectorTo, type Wiring } from './connector.ts';
import { networkFault, streamWithFaults } from './network-fault.ts';
import { assertStrictJson, strictJsonStream } from './strict-json.ts';
import { createTrust } from './trust.ts';

interface GuardedInit {
  method?: string;
  headers?: Record<string, string> | Headers;
  body?: string | URLSearchParams | null;
  signal?: AbortSignal | null;
}

export type GuardedFetch = (url: string | URL, init?: GuardedInit) => Promise<Response>;

/** The doors to the network, for one scope of addresses. Nothing in Keyfob leaves by any other. */
export interface Outbound {
  /** Metadata documents: 256 kB, up to 3 redirects, 15 s, of which 10 s for the headers or a silence. */
  metadata: GuardedFetch;
  /** Registration, token and revocation requests: 64 kB, no redirects (a redirected one would hand secrets on), the same times. */
  token: GuardedFetch;
  /** The MCP session: streams of 64 MB, each event counted by itself, no redirects, no limit in time but for connecting; its callers have their own. */
  session: GuardedFetch;
  /** Throws what `judgeUrl` throws: for addresses that a browser opens, which is no reason to be sent into a private network. */
  judge: (url: URL) => void;
}

/** Takes no request any more once it is closed, and lets those under way come to their end; `cut`: streams end at once. */
export interface ClosableOutbound extends Outbound {
  close: (streams: 'finish' | 'cut') => void;
}

interface Limits {
  bytes: number;
  redirects: number;
  /** Connections to one host at a time; who asks beyond that waits until one is free, or their signal aborts. */
  connections: number;
  /** Milliseconds, 0 for no limit. */
  times: Times;
}

/** Milliseconds; 0 is no limit. */
export interface Times {
  /** Until the answer's headers are there. */
  headers: number;
  /** Between one piece of the body and the next. */
  body: number;
  /** For the whole request, with the wait for a free connection, every redirect and the body. */
  whole: number;
}

const briefTimes: Times = { headers: 10_000, body: 10_000, whole: 15_000 };
const endless: Times = { headers: 0, body: 0, whole: 0 };

const metadataLimits = { bytes: 256 * 1024, redirects: 3, connections: 8 };
const tokenLimits = { ...metadataLimits, bytes: 64 * 1024, redirects: 0 };
/** Streams stay open for as long as a session does, one for each sign-in: there are more of them. */
const sessionLimits = { bytes: 64 * 1024 * 1024, redirects: 0, connections: 64, times: endless };

const connectTimeout = 10_000;
const keepAlive = 2000;
const direct = () => Promise.resolve('DIRECT');

/** What steers the doors from outside: how this computer reaches the network, and, in tests, its limits. */
export interface Outside extends Partial<Wiring> {
  /** For metadata and tokens. */
  times?: Partial<Times>;
}

/**
 * The doors for one scope of addresses: `AddressScope` says what that is, and `allowedOrigin` how a person widens it. Without
 * a `resolveProxy`, no proxy is used.
 */
export function createOutbound(scope: AddressScope, { times, ...wiring }: Outside = {}): ClosableOutbound {
  const whole: Wiring = { resolve: lookup, resolveProxy: direct, trust: createTrust(), connectTimeout, ...wiring };
  const agentFor = ({ connections, times }: Pick<Limits, 'connections' | 'times'>) =>
    new Agent({
      connections,
      factory: (origin, options) =>
        new Pool(origin, { ...(options as Pool.Options), connect: connectorTo(String(origin), scope, whole) }),
      // Shorter than any server's: a request on a connection that the server is just closing is lost, and may not be repeated.
      keepAliveTimeout: keepAlive,
      keepAliveMaxTimeout: keepAlive,
      headersTimeout: times.headers,
      bodyTimeout: times.body,
    });
  const brief = { ...briefTimes, ...times };
  const forAnswers = agentFor({ ...metadataLimits, times: brief });
  const forStreams = agentFor(sessionLimits);
  const guarded =
    (limits: Limits, dispatcher: Agent, finish: Finish): GuardedFetch =>
    (url, init = {}) =>
      guardedRequest(new URL(url), init, { scope, dispatcher, limits, finish });
  return {
    metadata: guarded({ ...metadataLimits, times: brief }, forAnswers, wholeAnswer),
    token: guarded({ ...tokenLimits, times: brief }, forAnswers, wholeAnswer),
    session: guarded(sessionLimits, forStreams, streamedAnswer),
    close(streams) {
      void forAnswers.close();
      void (streams === 'cut' ? forStreams.destroy() : forStreams.close());
    },
    judge: (url) => judgeUrl(url, scope),
  };
}

interface Guard {
  scope: AddressScope;
  dispatcher: Agent;
  limits: Limits;
  finish: Finish;
}

async function guardedRequest(url: URL, init: GuardedInit, guard: Guard): Promise<Response> {
  const { limits } = guard;
  const time = limits.times.whole === 0 ? [] : [AbortSignal.timeout(limits.times.whole)];
  const signal = AbortSignal.any([...(init.signal ? [init.signal] : []), ...time]);
  let target = url;
  try {
    for (let redirects = 0; ; redirects++) {
      judgeUrl(target, guard.scope);
      const response = await undiciFetch(target, {
        ...(init as UndiciRequestInit),
        signal,
        redirect: 'manual',
        dispatcher: guard.dispatcher,
      });
      const next = redirectTarget(response, target);
      if (!next) return await guard.finish(response, target.host, limits);
      await response.body?.cancel();
      if (redirects >= limits.redirects) {
        throw new Fault('redirect_refused', `${target.host} redirects to ${next.host}`, {
          values: { host: target.host },
        });
      }
      target = next;
    }
  } catch (error) {
    throw networkFault(error, target.host);
  }
}

type UndiciResponse = Awaited<ReturnType<typeof undiciFetch>>;
type Finish = (response: UndiciResponse, host: string, limits: Limits) => Promise<Response> | Response;

function redirectTarget(response: UndiciResponse, from: URL): URL | undefined {
  const location = [301, 302, 303, 307, 308].includes(response.status) ? response.headers.get('location') : null;
  return location !== null && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
}

/** Reads everything before anyone looks at it, and checks what claims to be JSON, or looks like it. */
const wholeAnswer: Finish = async (response, host, limits) => {
  const bytes = response.body
    ? await boundedBytes(response.body as ReadableStream<Uint8Array>, limits.bytes, host)
    : null;
  if (bytes?.byteLength) assertStrictJson(bytes, contentType(response), host);
  return answer(response, bytes?.byteLength ? bytes : null);
};

/** Hands on what comes as it comes; no more of it in one piece than the limit, and JSON checked on the way. */
const streamedAnswer: Finish = (response, host, { bytes }) => {
  const body = response.body as ReadableStream<Uint8Array> | null;
  if (!body) return answer(response, body);
  const type = contentType(response);
  const bounded = type.toLowerCase().startsWith('text/event-stream')
    ? boundedEvents(body, bytes, host)
    : strictJsonStream(boundedStream(body, bytes, host), type, host);
  return answer(response, streamWithFaults(bounded, host));
};

function contentType(response: UndiciResponse): string {
  return response.headers.get('content-type') ?? '';
}

/** undici's own Response class is not the global one that libraries check for. */
function answer(response: UndiciResponse, body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer> | null): Response {
  return new Response(body, {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers].filter(([name]) => name !== 'content-encoding' && name !== 'content-length'),
  });
}

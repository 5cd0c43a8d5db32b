import { lookup } from 'node:dns';
import { Agent, Pool } from 'undici';
import { abortAfter } from '../base/abort-after.ts';
import type { AddressScope } from './address-policy.ts';
import { boundedBytes, boundedStream } from './bounded-body.ts';
import { boundedEvents } from './bounded-events.ts';
import { connectorTo, type Wiring } from './connector.ts';
import { exchange, type Exchanged } from './exchange.ts';
import { networkFault, streamWithFaults } from './network-fault.ts';
import { assertReachable, assertUrlAllowedNow, isInOwnNetwork } from './own-network.ts';
import { assertFollowed, headersForOthers, type RedirectRule } from './redirects.ts';
import type { Resolve } from './resolve.ts';
import { assertStrictJson, strictJsonStream } from './strict-json.ts';
import { authoritiesRead, createTrust } from './trust.ts';

interface GuardedInit {
  method?: string;
  headers?: Record<string, string> | Headers;
  body?: string | URLSearchParams | null;
  signal?: AbortSignal | null;
  /** False: no redirect is followed, where the kind of request would allow some. */
  follow?: boolean;
  /** Headers that differ at another address, where a redirect within the origin is followed. */
  headersFor?: (url: URL) => Promise<Record<string, string>>;
  /** Called with the address that answered, if that is another one than was requested. */
  onRedirected?: (url: URL) => void;
}

export type GuardedFetch = (url: string | URL, init?: GuardedInit) => Promise<Response>;

/** The guarded fetch functions for one address scope. All outbound traffic of Keyfob goes through them. */
export interface Outbound {
  /** Metadata documents: 256 kB, up to 3 redirects, 15 s in total, 10 s until the headers or between chunks. */
  metadata: GuardedFetch;
  /**
   * Registration, token and revocation requests: 64 kB and the same times. Redirects within the origin alone, which
   * forward secrets to no other place.
   */
  token: GuardedFetch;
  /**
   * The MCP session: streams with 64 MB per event, redirects within the origin, no timeout except for connecting;
   * callers set their own.
   */
  session: GuardedFetch;
  /**
   * Rejects with what `assertUrlAllowed` throws. For addresses that a browser opens: it must not be sent into a private
   * network either.
   */
  assertAllowed: (url: URL) => Promise<void>;
  /**
   * Rejects with `address_refused` if the user has to allow this address before a request to it. For endpoints that
   * would otherwise be refused only after the user has signed in. Judges for servers in the user's own network alone,
   * which are the only ones that can be allowed another address.
   */
  assertReachable: (url: URL) => Promise<void>;
  /** Whether a host is in the user's own network now, by all of its addresses. */
  isInOwnNetwork: (url: URL) => Promise<boolean>;
}

/**
 * What an agent sends: requests, which may last as long as a tool runs; streams that stay open; and messages that are
 * acknowledged at once, on which the end of a request may depend.
 */
export type AgentRequest = 'requests' | 'streams' | 'messages';

/** With the sessions of agents, which the bridge limits in number. No kind waits for what another one holds open. */
export interface ServerOutbound extends Outbound {
  /** Like `session`. */
  agents: Record<AgentRequest, GuardedFetch>;
}

/**
 * After `close`, new requests are refused. `finish` lets running requests complete; `cut` ends their streams at once.
 */
export interface ClosableOutbound extends ServerOutbound {
  close: (streams: 'finish' | 'cut') => void;
}

interface Limits {
  bytes: number;
  redirects: RedirectRule;
  /** Concurrent connections per host. Further requests wait until one is free, or until their signal aborts. */
  connections: number;
  /** Milliseconds; 0 means no limit. */
  times: Times;
}

/** Milliseconds; 0 means no limit. */
export interface Times {
  /** Until the response headers arrive. */
  headers: number;
  /** Between two chunks of the body. */
  body: number;
  /** For the whole request, including the wait for a free connection, all redirects and the body. */
  whole: number;
}

const briefTimes: Times = { headers: 10_000, body: 10_000, whole: 15_000 };
const endless: Times = { headers: 0, body: 0, whole: 0 };

const metadataLimits = { bytes: 256 * 1024, redirects: 'anywhere', connections: 8 } as const;
const tokenLimits = { ...metadataLimits, bytes: 64 * 1024, redirects: 'within_origin' } as const;
/** More than for other requests: a stream stays open for the life of a session, and each sign-in has one. */
const sessionLimits = { bytes: 64 * 1024 * 1024, redirects: 'of_server', connections: 64, times: endless } as const;

/** The bridge has at most 1,024 connections of agents, each with one stream. */
const agentConnections: Record<AgentRequest, number> = { requests: 1024, streams: 1024, messages: 64 };

const connectTimeout = 10_000;
const keepAlive = 2000;
const direct = () => Promise.resolve('DIRECT');

/** Configuration from the host: how this computer reaches the network, and, in tests, the limits. */
export interface OutboundOptions extends Partial<Wiring> {
  /** For metadata and token requests. */
  times?: Partial<Times>;
}

/**
 * Creates the guarded fetch functions for one scope: see `AddressScope`, and `allowedOrigin` for how a user widens it.
 * Without `resolveProxy`, no proxy is used.
 */
export function createOutbound(scope: AddressScope, { times, ...wiring }: OutboundOptions = {}): ClosableOutbound {
  const whole: Wiring = { resolve: lookup, resolveProxy: direct, trust: createTrust(), connectTimeout, ...wiring };
  const agentFor = ({ connections, times }: Pick<Limits, 'connections' | 'times'>) =>
    new Agent({
      connections,
      factory: (origin, options) =>
        new Pool(origin, { ...(options as Pool.Options), connect: connectorTo(String(origin), scope, whole) }),
      // Shorter than any server's: a request on a connection that the server is closing is lost and must not be
      // repeated.
      keepAliveTimeout: keepAlive,
      keepAliveMaxTimeout: keepAlive,
      headersTimeout: times.headers,
      bodyTimeout: times.body,
    });
  const brief = { ...briefTimes, ...times };
  const forAnswers = agentFor({ ...metadataLimits, times: brief });
  const forStreams = agentFor(sessionLimits);
  const ofAgents = (connections: number) => agentFor({ ...sessionLimits, connections });
  const forAgents = {
    requests: ofAgents(agentConnections.requests),
    streams: ofAgents(agentConnections.streams),
    messages: ofAgents(agentConnections.messages),
  };
  const guarded =
    (limits: Limits, dispatcher: Agent, finish: Finish): GuardedFetch =>
    (url, init = {}) =>
      guardedRequest(new URL(url), init, { scope, resolve: whole.resolve, dispatcher, limits, finish });
  return {
    metadata: guarded({ ...metadataLimits, times: brief }, forAnswers, wholeAnswer),
    token: guarded({ ...tokenLimits, times: brief }, forAnswers, wholeAnswer),
    session: guarded(sessionLimits, forStreams, streamedAnswer),
    agents: {
      requests: guarded(sessionLimits, forAgents.requests, streamedAnswer),
      streams: guarded(sessionLimits, forAgents.streams, streamedAnswer),
      messages: guarded(sessionLimits, forAgents.messages, streamedAnswer),
    },
    close(streams) {
      void forAnswers.close();
      for (const agent of [forStreams, ...Object.values(forAgents)])
        void (streams === 'cut' ? agent.destroy() : agent.close());
    },
    assertAllowed: (url) => assertUrlAllowedNow(url, scope, whole.resolve),
    assertReachable: (url) => assertReachable(url, scope, whole.resolve),
    isInOwnNetwork: (url) => isInOwnNetwork(url, whole.resolve),
  };
}

interface Guard {
  scope: AddressScope;
  resolve: Resolve;
  dispatcher: Agent;
  limits: Limits;
  finish: Finish;
}

async function guardedRequest(url: URL, init: GuardedInit, guard: Guard): Promise<Response> {
  const { limits, scope } = guard;
  const { follow, onRedirected, method, body } = init;
  const signal = signalFor(init.signal, limits.times.whole);
  const rule = follow === false ? 'nowhere' : limits.redirects;
  const visited = [url];
  let target = url;
  try {
    for (;;) {
      await assertUrlAllowedNow(target, scope, guard.resolve);
      if (target.protocol === 'https:') await authoritiesRead(signal);
      const headers = target === url ? init.headers : await headersAfter(url, target, init);
      const response = await exchange(target, { method, headers, body, signal, dispatcher: guard.dispatcher });
      const next = redirectTarget(response, target);
      if (!next) {
        if (target !== url) onRedirected?.(target);
        return await guard.finish(response, target.host, limits);
      }
      await response.body?.cancel();
      assertFollowed({ rule, scope, status: response.status, visited, next, sent: init });
      visited.push(next);
      target = next;
    }
  } catch (error) {
    throw networkFault(error, target.host);
  }
}

function signalFor(given: AbortSignal | null | undefined, whole: number): AbortSignal {
  if (whole > 0) return abortAfter(whole, ...(given ? [given] : []));
  return given ?? new AbortController().signal;
}

async function headersAfter(first: URL, target: URL, { headers, headersFor }: GuardedInit) {
  if (target.origin !== first.origin) return headersForOthers(headers);
  return { ...Object.fromEntries(new Headers(headers)), ...(await headersFor?.(target)) };
}

type Finish = (response: Exchanged, host: string, limits: Limits) => Promise<Response> | Response;

function redirectTarget(response: Exchanged, from: URL): URL | undefined {
  const location = [301, 302, 303, 307, 308].includes(response.status) ? response.headers.get('location') : null;
  return location !== null && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
}

/** Buffers the whole body before the caller sees it, and checks what claims to be JSON or looks like it. */
const wholeAnswer: Finish = async (response, host, limits) => {
  const bytes = response.body ? await boundedBytes(response.body, limits.bytes, host) : null;
  if (bytes?.byteLength) assertStrictJson(bytes, contentType(response), host);
  return answer(response, bytes?.byteLength ? bytes : null);
};

/** Streams the body to the caller in chunks of at most the limit, and checks JSON on the way. */
const streamedAnswer: Finish = (response, host, { bytes }) => {
  const { body } = response;
  if (!body) return answer(response, body);
  const type = contentType(response);
  const bounded = type.toLowerCase().startsWith('text/event-stream')
    ? boundedEvents(body, bytes, host)
    : strictJsonStream(boundedStream(body, bytes, host), type, host);
  return answer(response, streamWithFaults(bounded, host));
};

function contentType(response: Exchanged): string {
  return response.headers.get('content-type') ?? '';
}

function answer(response: Exchanged, body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer> | null): Response {
  return new Response(body, {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers].filter(([name]) => name !== 'content-encoding' && name !== 'content-length'),
  });
}

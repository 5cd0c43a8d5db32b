import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { Agent, fetch as undiciFetch, type RequestInit as UndiciRequestInit } from 'undici';
import { Fault } from '../fault.ts';
import { judgeAddress, judgeUrl, type AddressScope } from './address-policy.ts';
import { boundedBytes, boundedStream } from './bounded-body.ts';
import { networkFault } from './network-fault.ts';
import { assertStrictJson } from './strict-json.ts';

interface GuardedInit {
  method?: string;
  headers?: Record<string, string> | Headers;
  body?: string | URLSearchParams | null;
  signal?: AbortSignal | null;
}

export type GuardedFetch = (url: string | URL, init?: GuardedInit) => Promise<Response>;

/** The doors to the network, for one scope of addresses. Nothing in Keyfob leaves by any other. */
export interface Outbound {
  /** Metadata documents: 256 kB, up to 3 redirects, 15 s. */
  metadata: GuardedFetch;
  /** Registration, token and revocation requests: 64 kB, no redirects (a redirected one would hand secrets on), 15 s. */
  token: GuardedFetch;
  /** The MCP session: streams, no redirects, no limit in time but for connecting; its callers have their own. */
  session: GuardedFetch;
}

interface Limits {
  bytes: number;
  redirects: number;
  /** For the whole request; none for streams. */
  milliseconds?: number;
}

const metadataLimits: Limits = { bytes: 256 * 1024, redirects: 3, milliseconds: 15_000 };
const tokenLimits: Limits = { bytes: 64 * 1024, redirects: 0, milliseconds: 15_000 };
const sessionLimits: Limits = { bytes: 64 * 1024 * 1024, redirects: 0 };

const maxConnections = 8;
const connectTimeout = 10_000;
const keepAlive = 2000;

/** How host names become addresses; the system's way, but for tests. */
type Resolve = (
  host: string,
  options: LookupAllOptions,
  done: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

export function createOutbound(scope: AddressScope, resolve: Resolve = lookup): Outbound {
  const dispatcher = new Agent({
    connections: maxConnections,
    // A host name is resolved once, every address is judged, and the judged addresses are what is dialled: a second
    // answer of a rebinding resolver is never asked for. Literals do not come by here; judgeUrl has seen them.
    connect: {
      timeout: connectTimeout,
      lookup(host, options, done) {
        resolve(host, { ...options, all: true }, (error, addresses) => {
          try {
            if (error) throw error;
            for (const { address } of addresses) judgeAddress(address, host, scope);
            if (options.all) done(null, addresses);
            else done(null, addresses[0]?.address ?? '', addresses[0]?.family);
          } catch (refusal) {
            done(refusal as Error, []);
          }
        });
      },
    },
    // Shorter than any server's: a request on a connection that the server is just closing is lost, and may not be repeated.
    keepAliveTimeout: keepAlive,
    keepAliveMaxTimeout: keepAlive,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const guarded =
    (limits: Limits, finish: Finish): GuardedFetch =>
    (url, init = {}) =>
      guardedRequest(new URL(url), init, { scope, dispatcher, limits, finish });
  return {
    metadata: guarded(metadataLimits, wholeAnswer),
    token: guarded(tokenLimits, wholeAnswer),
    session: guarded(sessionLimits, streamedAnswer),
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
  const time = limits.milliseconds === undefined ? [] : [AbortSignal.timeout(limits.milliseconds)];
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

/** Reads everything before anyone looks at it, and checks what claims to be JSON. */
const wholeAnswer: Finish = async (response, host, limits) => {
  const bytes = response.body
    ? await boundedBytes(response.body as ReadableStream<Uint8Array>, limits.bytes, host)
    : null;
  if (bytes && /[/+]json\b/i.test(response.headers.get('content-type') ?? '')) assertStrictJson(bytes, host);
  return answer(response, bytes?.byteLength ? bytes : null);
};

const streamedAnswer: Finish = (response, host, limits) => {
  const body = response.body as ReadableStream<Uint8Array> | null;
  const endless = response.headers.get('content-type')?.startsWith('text/event-stream');
  return answer(response, body && (endless ? body : boundedStream(body, limits.bytes, host)));
};

/** undici's own Response class is not the global one that libraries check for. */
function answer(response: UndiciResponse, body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer> | null): Response {
  return new Response(body, {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers].filter(([name]) => name !== 'content-encoding' && name !== 'content-length'),
  });
}

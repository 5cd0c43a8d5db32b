import {
  allowInsecureRequests,
  customFetch,
  isDPoPNonceError,
  OperationProcessingError,
  ResponseBodyError,
  type DPoPHandle,
} from 'oauth4webapi';
import { Fault, isFault } from '../fault.ts';
import type { DpopHandle } from './dpop.ts';
import type { Fetch } from './fetch.ts';
import { asLibraryFetch } from './library-fetch.ts';

export interface LibraryOptions {
  [customFetch]: ReturnType<typeof asLibraryFetch>;
  [allowInsecureRequests]: true;
  DPoP?: DPoPHandle;
}

interface EndpointRequest {
  fetch: Fetch;
  dpop?: DpopHandle | undefined;
}

/** What every call of oauth4webapi's request functions ends with. */
export function libraryOptions({ fetch, dpop }: EndpointRequest): LibraryOptions {
  return {
    [customFetch]: asLibraryFetch(fetch),
    // The guarded fetch decides: http is for loopback alone there.
    [allowInsecureRequests]: true,
    ...(dpop && { DPoP: dpop.proofs }),
  };
}

/** What an endpoint's errors mean. `invalid_client` is `client_unknown` everywhere. */
interface Meanings {
  /** Any other error of RFC 6749 section 5.2. */
  refused: Fault['code'];
  /** Whatever is no OAuth answer at all. */
  malformed: Fault['code'];
  /** The same with 5xx, which is the server's own trouble, and an answer that says no more than "not now". */
  down: Fault['code'];
  known?: Record<string, Fault['code']>;
}

/**
 * Makes a request to an endpoint, and once more where it was refused for want of a nonce: it was not looked at, and the
 * nonce is known now (RFC 9449 section 8). Throws faults alone, and an AbortError where the caller gave up.
 */
export async function endpointAnswer<Answer>(
  url: string,
  { dpop }: EndpointRequest,
  meanings: Meanings,
  attempt: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await attempt().catch((error: unknown) => {
      if (dpop && isDPoPNonceError(error)) return attempt();
      throw error;
    });
  } catch (cause) {
    throw isAbort(cause) ? cause : endpointFault(cause, new URL(url), meanings);
  }
}

/** Somebody gave up: nobody refused anything. */
export function isAbort(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'AbortError';
}

/** RFC 6749 section 4.1.2.1 has these for the authorization endpoint; servers in use answer so elsewhere. */
const passing: ReadonlySet<string> = new Set(['temporarily_unavailable', 'server_error']);

function endpointFault(cause: unknown, { host, pathname }: URL, meanings: Meanings): Fault {
  const { refused, malformed, down, known } = meanings;
  if (cause instanceof Fault) return cause;
  const values = { host };
  if (!(cause instanceof ResponseBodyError)) {
    const status = cause instanceof OperationProcessingError && cause.cause instanceof Response && cause.cause.status;
    return new Fault(Number(status) >= 500 ? down : malformed, `${host}${pathname} answered with something else`, {
      values,
      cause,
    });
  }
  const codes = new Map<string, Fault['code']>([['invalid_client', 'client_unknown'], ...Object.entries(known ?? {})]);
  const notNow = cause.status === 429 || passing.has(cause.error);
  return new Fault(
    codes.get(cause.error) ?? (notNow ? down : refused),
    `${host}${pathname} refused: ${JSON.stringify(cause.error)}`,
    {
      values,
      serverText: cause.error_description ?? cause.error,
      cause,
    },
  );
}

/** The error code that an endpoint answered with, where that is what a fault goes back to. RFC 6749 section 5.2. */
export function answeredError(fault: unknown): string | undefined {
  return isFault(fault) && fault.cause instanceof ResponseBodyError ? fault.cause.error : undefined;
}

/**
 * Whether the server knows the client no more, or not as what it registered: `unauthorized_client` is for a client that may
 * not use a grant which its registration named.
 */
export function isForgotten(error: unknown): error is Fault {
  return isFault(error, 'client_unknown') || answeredError(error) === 'unauthorized_client';
}

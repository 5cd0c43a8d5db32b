import {
  allowInsecureRequests,
  customFetch,
  isDPoPNonceError,
  OperationProcessingError,
  ResponseBodyError,
  type DPoPHandle,
} from 'oauth4webapi';
import { busyFault, isBusy } from './busy.ts';
import { Fault, isFault } from '../base/fault.ts';
import type { Fetch } from './fetch.ts';
import { asLibraryFetch } from './library-fetch.ts';
import { OddRefusal } from './odd-refusal.ts';

export interface LibraryOptions {
  [customFetch]: ReturnType<typeof asLibraryFetch>;
  [allowInsecureRequests]: true;
  DPoP?: DPoPHandle;
}

interface EndpointRequest {
  fetch: Fetch;
  dpop?: DPoPHandle | undefined;
}

/** The options argument of oauth4webapi's request functions. */
export function libraryOptions({ fetch, dpop }: EndpointRequest): LibraryOptions {
  return {
    [customFetch]: asLibraryFetch(fetch, dpop),
    // The guarded fetch enforces https, and allows http for loopback only.
    [allowInsecureRequests]: true,
    ...(dpop && { DPoP: dpop }),
  };
}

/** Maps an endpoint's errors to fault codes. `invalid_client` is always `client_unknown`. */
interface Meanings {
  /** Any other error code of RFC 6749 section 5.2. */
  refused: Fault['code'];
  /** A response that is not a valid OAuth response. */
  malformed: Fault['code'];
  /** The same with status 5xx, or an error code that means "try later". */
  down: Fault['code'];
  known?: Record<string, Fault['code']>;
}

/**
 * Sends a request to an endpoint, and repeats it once after a `use_dpop_nonce` error: the request was not processed,
 * and the nonce is known now (RFC 9449 section 8). Throws faults only, and an AbortError if the caller aborted.
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

/** Whether the caller aborted: no refusal of the server. */
export function isAbort(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'AbortError';
}

/**
 * Names of errors that mean "try later". The first two are defined by RFC 6749 section 4.1.2.1 for the authorization
 * endpoint; servers in use send them, and others of this meaning, from other endpoints too.
 */
const passing: ReadonlySet<string> = new Set([
  'temporarily_unavailable',
  'server_error',
  'internal_error',
  'service_unavailable',
  'rate_limited',
  'ratelimited',
  'rate_limit_exceeded',
  'too_many_requests',
  'slow_down',
  'request_timeout',
  'timeout',
  'unavailable',
]);

/** Request Timeout, Too Early, Too Many Requests (RFC 9110 section 15.5.9, RFC 8470, RFC 6585). */
const passingStatuses: ReadonlySet<number> = new Set([408, 425, 429]);

/** Whether a later try may succeed. Some servers give the status of their refusal as its name. */
function isPassing({ error = '', status }: { error?: string | undefined; status: number }): boolean {
  return passingStatuses.has(status) || passing.has(error.toLowerCase()) || /^(408|425|429|5\d\d)$/.test(error);
}

function endpointFault(cause: unknown, { host, pathname }: URL, meanings: Meanings): Fault {
  const { refused, malformed, down, known } = meanings;
  if (cause instanceof Fault) return cause;
  const values = { host };
  // A refresh is tried again by itself.
  if (down !== 'server_error' && isBusy(cause)) return busyFault(cause, host);
  const codes = new Map<string, Fault['code']>([['invalid_client', 'client_unknown'], ...Object.entries(known ?? {})]);
  if (cause instanceof OddRefusal) {
    // What is not in the form of RFC 6749 section 5.2 cannot say that a grant is over.
    const code = cause.error === 'invalid_grant' ? undefined : codes.get(cause.error ?? '');
    return new Fault(code ?? (isPassing(cause) ? down : malformed), `${host}${pathname} refused in its own form`, {
      values,
      serverText: cause.words,
      cause,
    });
  }
  if (!(cause instanceof ResponseBodyError)) {
    const status = cause instanceof OperationProcessingError && cause.cause instanceof Response && cause.cause.status;
    return new Fault(Number(status) >= 500 ? down : malformed, `${host}${pathname} answered with something else`, {
      values,
      cause,
    });
  }
  return new Fault(
    codes.get(cause.error) ?? (isPassing(cause) ? down : refused),
    `${host}${pathname} refused: ${JSON.stringify(cause.error)}`,
    {
      values,
      serverText: cause.error_description ?? cause.error,
      cause,
    },
  );
}

/** The OAuth error code behind a fault, if there is one. RFC 6749 section 5.2. */
export function answeredError(fault: unknown): string | undefined {
  const cause = isFault(fault) ? fault.cause : undefined;
  return cause instanceof ResponseBodyError || cause instanceof OddRefusal ? cause.error : undefined;
}

/**
 * Whether the authorization server has forgotten the client, or its grants: `unauthorized_client` says that the client
 * may not use a grant that its registration named.
 */
export function isUnknownClient(error: unknown): error is Fault {
  return isFault(error, 'client_unknown') || answeredError(error) === 'unauthorized_client';
}

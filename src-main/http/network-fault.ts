import { isOfOwnNetwork } from './address-policy.ts';
import { mapStreamErrors } from '../base/map-stream-errors.ts';
import { Fault } from '../base/fault.ts';
import type { ErrorCode } from '../../src-preload/contract.ts';

const byCode: Record<string, ErrorCode> = {
  ENOTFOUND: 'host_not_found',
  EAI_AGAIN: 'host_not_found',
  EAI_NODATA: 'host_not_found',
  ECONNREFUSED: 'connection_refused',
  ETIMEDOUT: 'timed_out',
  UND_ERR_CONNECT_TIMEOUT: 'timed_out',
  UND_ERR_HEADERS_TIMEOUT: 'timed_out',
  UND_ERR_BODY_TIMEOUT: 'timed_out',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'answer_too_large',
  UND_ERR_HEADERS_OVERFLOW: 'answer_too_large',
};

/**
 * Maps a failed request to a fault code. The reason is often several causes deep. Faults are returned unchanged. From
 * macOS 15 on, an address of the user's own network is unreachable until the user allows it in the system's settings
 * (Apple's TN3179, "Understanding local network privacy"), which is the `reason` `local_network`.
 */
export function networkFault(error: unknown, host: string, platform: NodeJS.Platform = process.platform): unknown {
  for (let cause: unknown = error; cause instanceof Error; cause = innerCause(cause)) {
    if (cause instanceof Fault) return cause;
    if (cause.name === 'TimeoutError')
      return new Fault('timed_out', `${host} did not answer in time`, { values: { host }, cause: error });
    if (cause.name === 'AbortError') return cause;
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
    if (platform === 'darwin' && code === 'EHOSTUNREACH' && isPrivate(cause))
      return new Fault('connection_failed', `${host}: ${code}`, {
        values: { host, reason: 'local_network' },
        cause: error,
      });
    const known = byCode[code] ?? (isTlsCode(code) ? 'tls_failed' : undefined);
    if (known) return new Fault(known, `${host}: ${code}`, { values: { host }, cause: error });
  }
  return new Fault('connection_failed', `${host} could not be asked`, { values: { host }, cause: error });
}

function isPrivate(error: Error): boolean {
  return 'address' in error && typeof error.address === 'string' && isOfOwnNetwork(error.address);
}

/** A body whose read errors are mapped to faults. */
export function streamWithFaults(body: ReadableStream<Uint8Array>, host: string): ReadableStream<Uint8Array> {
  return mapStreamErrors(body, (error) => networkFault(error, host));
}

function innerCause(error: Error): unknown {
  return error instanceof AggregateError ? error.errors[0] : error.cause;
}

/** Node's codes for OpenSSL's certificate errors (Node's documentation of `tls`, "X509 certificate error codes"). */
const verdicts =
  /^(CERT_|CRL_|ERROR_IN_C|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|(INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH|UNSPECIFIED)$)/;

function isTlsCode(code: string): boolean {
  return /^(ERR_TLS_|ERR_SSL_|EPROTO)/.test(code) || verdicts.test(code);
}

import type { ErrorCode } from '../../../../src-preload/contract.ts';
import { Fault, isFault } from '../../../base/fault.ts';

const networkCodes: readonly ErrorCode[] = ['host_not_found', 'connection_refused', 'connection_failed', 'timed_out'];

/** Whether the network failed, so that the same may succeed a moment later. */
export function isOutage(error: unknown): error is Fault {
  return isFault(error, ...networkCodes);
}

/** The server ended a stream before its answer, and it cannot be resumed. */
export function lostAnswer(host: string): Fault {
  return new Fault('connection_failed', `${host} ended a stream early`, { values: { host }, mayHaveRun: true });
}

/** What went wrong after the server had accepted a request, which it may have carried out. */
export function afterAcceptance(error: unknown): unknown {
  if (!(error instanceof Fault)) return error;
  const { code, message, values, serverText, missingScopes, cause } = error;
  return new Fault(code, message, { values, serverText, missingScopes, cause, mayHaveRun: true });
}

/** The agent's connection has ended. */
export function closedHere(): Fault {
  return new Fault('cancelled', 'the session was closed');
}

export function isEventStream({ ok, headers }: Response): boolean {
  return ok && /^text\/event-stream\b/i.test(headers.get('content-type') ?? '');
}

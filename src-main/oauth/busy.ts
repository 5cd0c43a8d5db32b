import { Fault } from '../base/fault.ts';
import { responseOf, retryAfter } from './retry-after.ts';

/** Whether an endpoint answered 429 (RFC 6585 section 4): nothing was carried out, and a later try may succeed. */
export const isBusy = (cause: unknown): boolean => responseOf(cause)?.status === 429;

/** `busy`, with how long the endpoint asks to wait in `seconds`. */
export function busyFault(cause: unknown, host: string): Fault {
  const wait = retryAfter(cause, Date.now());
  const values = { host, ...(wait !== undefined && { seconds: Math.ceil(wait / 1000) }) };
  return new Fault('busy', `${host} answered 429`, { values, cause });
}

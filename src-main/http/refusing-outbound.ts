import { isFault, type Fault } from '../base/fault.ts';
import type { ServerOutbound } from './guarded-fetch.ts';

/** The way to a server that must not be asked: every request is refused, and none is sent. */
export function refusingOutbound(fault: Fault): ServerOutbound {
  const refuse = () => Promise.reject(fault);
  return {
    metadata: refuse,
    token: refuse,
    session: refuse,
    agents: { requests: refuse, streams: refuse, messages: refuse },
    assertAllowed: refuse,
    assertReachable: refuse,
    isInOwnNetwork: refuse,
  };
}

/** The fault that `check` throws; undefined if none. */
export function faultOf(check: () => void): Fault | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (isFault(error)) return error;
    throw error;
  }
}

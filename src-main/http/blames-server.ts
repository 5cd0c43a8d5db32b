import { Fault, isFault } from '../base/fault.ts';
import type { GuardedFetch, ServerOutbound } from './guarded-fetch.ts';

/**
 * For a server at this origin: says of a refused address whether it is the server's own, which the user can allow, or
 * one that the server led to (`reason` is `led_there`), which they cannot: a server on the internet must not lead into
 * their network. What the user can allow for a server of their own network stays as it is.
 */
export function blamesServer(
  { metadata, token, session, agents, ...checks }: ServerOutbound,
  origin: string,
): ServerOutbound {
  const blame = (error: unknown): never => {
    if (!isFault(error, 'address_refused') || error.values['forServer'] !== undefined) throw error;
    const { host } = error.values;
    if (host === new URL(origin).host) throw error;
    throw new Fault('address_refused', error.message, {
      values: { ...(host !== undefined && { host }), leading: new URL(origin).host, reason: 'led_there' },
      cause: error.cause,
    });
  };
  const blamed =
    (fetch: GuardedFetch): GuardedFetch =>
    (url, init) =>
      fetch(url, init).catch(blame);
  return {
    ...checks,
    metadata: blamed(metadata),
    token: blamed(token),
    session: blamed(session),
    agents: {
      requests: blamed(agents.requests),
      streams: blamed(agents.streams),
      messages: blamed(agents.messages),
    },
    assertAllowed: (url) => checks.assertAllowed(url).catch(blame),
    assertReachable: (url) => checks.assertReachable(url).catch(blame),
  };
}

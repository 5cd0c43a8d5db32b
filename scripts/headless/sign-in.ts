import type { ErrorView } from '../../src-preload/contract.ts';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import { allowHosts } from '../../src-main/connections/servers/allowed-hosts.ts';
import { errorView } from '../../src-main/base/error-view.ts';
import { isFault } from '../../src-main/base/fault.ts';
import type { HeadlessEngine } from './engine.ts';

interface HostPair {
  browserHost: string;
  answerHost: string;
}

/** Signs in, and repeats it after allowing each of these pairs of hosts that the sign-in stops for. */
export async function signInAcross(
  engine: HeadlessEngine,
  serverId: string,
  allowed: readonly HostPair[],
): Promise<void> {
  try {
    await signIn(engine, serverId);
  } catch (error) {
    const pair = isFault(error, 'hosts_differ') && allowed.find((each) => isPair(each, error.values));
    if (!pair) throw error;
    allowHosts(engine.context, engine.session, { serverId, ...pair });
    await signInAcross(
      engine,
      serverId,
      allowed.filter((each) => each !== pair),
    );
  }
}

function isPair({ browserHost, answerHost }: HostPair, values: Record<string, unknown>): boolean {
  return values['browserHost'] === browserHost && values['answerHost'] === answerHost;
}

/**
 * Signs in and waits for the end. Throws the fault of a sign-in that stopped before the browser was opened, and for one
 * that failed later an error with its view, which is the attempt's own.
 */
export async function signIn({ context, session, subscribe }: HeadlessEngine, serverId: string): Promise<void> {
  const slot = { workspaceId: session.workspaceId, serverId, profileId: session.profileId };
  const completed = new Promise<void>((resolve) => {
    subscribe((event) => {
      if (event.type === 'connection_completed' && event.slot.serverId === serverId) resolve();
    });
  });
  try {
    await connect(context, session, serverId);
  } catch (error) {
    // What takes the place of the browser says why it did not come back.
    if (isFault(error, 'browser_not_opened') && isFault(error.cause)) throw error.cause;
    const own = context.attempts.last(slot)?.error;
    throw own && own.code !== errorView(error).code ? withView(own) : error;
  }
  // With a browser that answers at once, it has ended already.
  if (context.attempts.active(slot)) await completed;
  const own = context.attempts.last(slot)?.error;
  if (own) throw withView(own);
}

function withView(view: ErrorView): Error & { view: ErrorView } {
  return Object.assign(new Error(view.code), { view });
}

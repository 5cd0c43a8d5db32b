import { connect } from '../../src-main/connections/sign-in/connect.ts';
import { allowHosts } from '../../src-main/connections/servers/allowed-hosts.ts';
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

/** Signs in and waits for the end; rejects with the error view if it fails. */
export async function signIn({ context, session, subscribe }: HeadlessEngine, serverId: string): Promise<void> {
  const completed = new Promise<void>((resolve, reject) => {
    subscribe((event) => {
      if (event.type !== 'connection_completed' || event.slot.serverId !== serverId) return;
      if (event.error) reject(Object.assign(new Error(event.error.code), { view: event.error }));
      else resolve();
    });
  });
  completed.catch(() => undefined);
  await connect(context, session, serverId);
  if (context.attempts.active({ workspaceId: session.workspaceId, serverId, profileId: session.profileId }))
    await completed;
}

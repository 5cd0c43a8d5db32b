import type { AllowedHostsView } from '../../../src-preload/contract.ts';
import { Fault } from '../../base/fault.ts';
import type { HostPair } from '../../store/allowed-hosts.ts';
import { recordActivity } from '../activity.ts';
import type { Context } from '../context.ts';
import { requireServer, slotOf, type Session } from '../slot.ts';

/** The hosts that the user was shown and allowed. */
type Read = Omit<HostPair, 'issuer'> & { serverId: string };

/**
 * Allows the workspace's sign-ins to open this page although the response goes to another site, for the issuer at which
 * the server's last sign-in stopped. Throws `request_invalid` if it did not stop for exactly these two hosts: only what
 * the user was shown can be allowed.
 */
export function allowHosts(context: Context, session: Session, { serverId, browserHost, answerHost }: Read): void {
  const server = requireServer(context.store, session, serverId);
  const pair = context.attempts.last(slotOf(session, server))?.stoppedFor;
  if (pair?.browserHost !== browserHost || pair.answerHost !== answerHost)
    throw new Fault('request_invalid', 'no sign-in stopped for these hosts');
  const { workspaceId, profileId } = session;
  context.store.allowedHosts.add({ workspaceId, ...pair, allowedBy: profileId, allowedAt: context.now() });
  recordActivity(context, { workspaceId, profileId, serverId, kind: 'hosts_allowed', subject: inWords(pair) });
}

/** The next sign-in there asks again. Existing sign-ins are kept. */
export function revokeHosts(context: Context, session: Session, pair: HostPair): void {
  const { workspaceId, profileId } = session;
  if (!context.store.allowedHosts.remove(workspaceId, pair)) return;
  recordActivity(context, { workspaceId, profileId, serverId: null, kind: 'hosts_revoked', subject: inWords(pair) });
}

export function allowedHostsViews({ store }: Context, { workspaceId }: Session): AllowedHostsView[] {
  return store.allowedHosts.list(workspaceId).map(({ issuer, browserHost, answerHost, allowedBy, allowedAt }) => ({
    issuer,
    browserHost,
    answerHost,
    allowedAt,
    allowedBy: allowedBy === null ? null : (store.profiles.get(allowedBy)?.name ?? null),
  }));
}

const inWords = ({ browserHost, answerHost }: HostPair): string => `${browserHost} → ${answerHost}`;

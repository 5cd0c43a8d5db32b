import type { AllowedOriginView } from '../../src-preload/contract.ts';
import { Fault } from '../fault.ts';
import { allowedOrigin } from '../http/address-policy.ts';
import { recordActivity } from './activity.ts';
import type { Context } from './context.ts';
import { forgetWhatWasFound } from './find-out.ts';
import type { Session } from './slot.ts';

/** Asks the person who sits here, by a way that no window has a hand in. Returns whether they said yes. */
export type AskPerson = (question: { kind: 'allow_origin'; origin: string }) => Promise<boolean>;

/**
 * Allows servers of the workspace to be at this very origin, in the person's own network. They are asked first, and whatever
 * they allow holds for addresses that were typed in: nothing that a server says of itself leads there. Returns whether it is
 * allowed now. Throws `address_invalid`, and what `allowedOrigin` throws for places that nobody can allow.
 */
export async function allowOrigin(
  context: Context,
  session: Session,
  address: string,
  askPerson: AskPerson,
): Promise<boolean> {
  if (!URL.canParse(address)) throw new Fault('address_invalid', 'this is no address');
  const { origin } = allowedOrigin(new URL(address));
  const { workspaceId, profileId } = session;
  const { allowedOrigins } = context.store;
  if (allowedOrigins.has(workspaceId, origin)) return true;
  if (!(await askPerson({ kind: 'allow_origin', origin }))) return false;
  allowedOrigins.add({ workspaceId, origin, allowedBy: profileId, allowedAt: context.now() });
  settle(context, session, origin, false);
  recordActivity(context, { workspaceId, profileId, serverId: null, kind: 'origin_allowed', subject: origin });
  return true;
}

/** Takes it back. What is open there is closed at once; sign-ins stay, and reach nobody. */
export function revokeOrigin(context: Context, session: Session, origin: string): void {
  const { workspaceId, profileId } = session;
  if (!context.store.allowedOrigins.remove(workspaceId, origin)) return;
  settle(context, session, origin, true);
  recordActivity(context, { workspaceId, profileId, serverId: null, kind: 'origin_revoked', subject: origin });
}

export function allowedOriginViews({ store }: Context, { workspaceId }: Session): AllowedOriginView[] {
  const servers = store.servers.list(workspaceId);
  return store.allowedOrigins.list(workspaceId).map(({ origin, allowedBy, allowedAt }) => ({
    origin,
    allowedAt,
    allowedBy: allowedBy === null ? null : (store.profiles.get(allowedBy)?.name ?? null),
    servers: servers.filter(({ url }) => new URL(url).origin === origin).map(({ name }) => name),
  }));
}

/** What was found out about servers there, and what is open to them, was so under other rules. */
function settle(context: Context, { workspaceId }: Session, origin: string, closes: boolean): void {
  for (const server of context.store.servers.list(workspaceId)) {
    if (new URL(server.url).origin !== origin) continue;
    const { id: serverId } = server;
    forgetWhatWasFound(context, server);
    if (closes) {
      context.attempts.forgetServer(serverId);
      context.publish({ type: 'server_reconfigured', workspaceId, serverId });
    }
    context.publish({ type: 'server_changed', workspaceId, serverId });
  }
}

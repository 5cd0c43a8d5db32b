import type { AllowedOriginView } from '../../../src-preload/contract.ts';
import { Fault } from '../../base/fault.ts';
import { allowedOrigin } from '../../http/address-policy.ts';
import { recordActivity } from '../activity.ts';
import type { Context } from '../context.ts';
import { invalidate } from '../invalidate.ts';
import { publishServerChanged } from '../publish-server-changed.ts';
import type { Session } from '../slot.ts';

/** Asks the user of this computer in a native dialog, which no window can influence. Returns whether they agreed. */
export type AskPerson = (question: { kind: 'allow_origin'; origin: string }) => Promise<boolean>;

/**
 * Allows servers of the workspace at exactly this origin in the user's own network. Asks the user first; the permission
 * applies to addresses that users enter, never to addresses in a server's metadata. Returns whether it is allowed now.
 * Throws `address_invalid`, and what `allowedOrigin` throws for addresses that cannot be allowed.
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

/** Revokes the permission. Open connections are closed at once; sign-ins are kept but cannot be used. */
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

/** Invalidates what was discovered and opened at this origin under the previous permission. */
function settle(context: Context, { workspaceId }: Session, origin: string, closes: boolean): void {
  for (const server of context.store.servers.list(workspaceId)) {
    if (new URL(server.url).origin !== origin) continue;
    const { id: serverId } = server;
    if (closes) context.attempts.forgetServer(serverId);
    invalidate(context, { what: closes ? 'requests' : 'discovery', server });
    publishServerChanged(context, { workspaceId, serverId });
  }
}

import type { AllowedOriginView } from '../../../src-preload/contract.ts';
import { Fault } from '../../base/fault.ts';
import { assertAddressManaged } from '../../base/managed.ts';
import { allowedOrigin } from '../../http/address-policy.ts';
import { recordActivity } from '../activity.ts';
import type { Context } from '../context.ts';
import { invalidate } from '../invalidate.ts';
import { publishServerChanged } from '../publish-server-changed.ts';
import type { Session } from '../slot.ts';

/** Asks the user of this computer in a native dialog, which no window can influence. Returns whether they agreed. */
export type AskPerson = (
  question:
    | { kind: 'allow_origin'; origin: string }
    /** `forServer`: the origin of the server that would sign in there. */
    | { kind: 'allow_sign_in_origin'; origin: string; forServer: string },
) => Promise<boolean>;

/**
 * Allows servers of the workspace at exactly this origin in the user's own network. Asks the user first; the permission
 * applies to addresses that users enter, never to addresses in a server's metadata: see `allowSignInOrigin` for those.
 * Returns whether it is allowed now. Throws `address_invalid`, `managed`, and what `allowedOrigin` throws for addresses
 * that cannot be allowed.
 */
export async function allowOrigin(
  context: Context,
  session: Session,
  address: string,
  askPerson: AskPerson,
): Promise<boolean> {
  if (!URL.canParse(address)) throw new Fault('address_invalid', 'this is no address');
  const { origin } = allowedOrigin(new URL(address));
  assertAddressManaged(context.managed, new URL(origin));
  const { workspaceId, profileId } = session;
  const { allowedOrigins } = context.store;
  if (allowedOrigins.has(workspaceId, origin)) return true;
  if (!(await askPerson({ kind: 'allow_origin', origin }))) return false;
  allowedOrigins.add({ workspaceId, origin, allowedBy: profileId, allowedAt: context.now() });
  settle(context, session, origin, false);
  recordActivity(context, { workspaceId, profileId, serverId: null, kind: 'origin_allowed', subject: origin });
  return true;
}

/**
 * Allows servers of the workspace at one origin of the user's own network to sign in at another one there. Asks the
 * user first, each time for one address. Returns whether it is allowed now. Throws what `allowOrigin` throws, and
 * `address_refused` unless the server's own origin is allowed and in the user's own network now: a server on the
 * internet must not even make Keyfob ask.
 */
export async function allowSignInOrigin(
  context: Context,
  session: Session,
  { address, server }: { address: string; server: string },
  askPerson: AskPerson,
): Promise<boolean> {
  if (!URL.canParse(address) || !URL.canParse(server)) throw new Fault('address_invalid', 'this is no address');
  const { origin } = allowedOrigin(new URL(address));
  assertAddressManaged(context.managed, new URL(origin));
  const { origin: serverOrigin, host } = new URL(server);
  const { workspaceId, profileId } = session;
  const { allowedOrigins, allowedSignInOrigins } = context.store;
  const outbound = context.outbound({ workspaceId, url: serverOrigin });
  if (!allowedOrigins.has(workspaceId, serverOrigin) || !(await outbound.isInOwnNetwork(new URL(serverOrigin))))
    throw new Fault('address_refused', `${host} is no server of the own network`, { values: { host } });
  if (serverOrigin === origin || allowedSignInOrigins.of(workspaceId, serverOrigin).includes(origin)) return true;
  if (!(await askPerson({ kind: 'allow_sign_in_origin', origin, forServer: serverOrigin }))) return false;
  allowedSignInOrigins.add({ workspaceId, serverOrigin, origin, allowedBy: profileId, allowedAt: context.now() });
  settle(context, session, serverOrigin, false);
  recordActivity(context, { workspaceId, profileId, serverId: null, kind: 'origin_allowed', subject: origin });
  return true;
}

/** Revokes the permission. Open connections are closed at once; sign-ins are kept but cannot be used. */
export function revokeOrigin(context: Context, session: Session, origin: string): void {
  const { workspaceId, profileId } = session;
  const { store } = context;
  const existed = store.transaction(() => {
    store.allowedSignInOrigins.removeAllOf(workspaceId, origin);
    return store.allowedOrigins.remove(workspaceId, origin);
  });
  if (!existed) return;
  settle(context, session, origin, true);
  recordActivity(context, { workspaceId, profileId, serverId: null, kind: 'origin_revoked', subject: origin });
}

/** Revokes the permission to sign in at `origin` for servers at another one. Their sign-ins are kept. */
export function revokeSignInOrigin(
  context: Context,
  session: Session,
  { origin, server }: { origin: string; server: string },
): void {
  const { workspaceId, profileId } = session;
  if (!context.store.allowedSignInOrigins.remove(workspaceId, server, origin)) return;
  settle(context, session, server, true);
  recordActivity(context, { workspaceId, profileId, serverId: null, kind: 'origin_revoked', subject: origin });
}

export function allowedOriginViews({ store }: Context, { workspaceId }: Session): AllowedOriginView[] {
  const servers = store.servers.list(workspaceId);
  const namesAt = (origin: string) =>
    servers.filter(({ url }) => new URL(url).origin === origin).map(({ name }) => name);
  const nameOf = (profileId: string | null) =>
    profileId === null ? null : (store.profiles.get(profileId)?.name ?? null);
  const signIn = store.allowedSignInOrigins.list(workspaceId);
  return store.allowedOrigins.list(workspaceId).flatMap(({ origin, allowedBy, allowedAt }) => [
    { origin, allowedAt, allowedBy: nameOf(allowedBy), servers: namesAt(origin) },
    ...signIn
      .filter(({ serverOrigin }) => serverOrigin === origin)
      .map((row) => ({
        origin: row.origin,
        forServer: origin,
        allowedAt: row.allowedAt,
        allowedBy: nameOf(row.allowedBy),
        servers: namesAt(origin),
      })),
  ]);
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

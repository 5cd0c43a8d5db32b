import type { ActivityKind, RevocationOutcome } from '../../../src-preload/contract.ts';
import { Fault } from '../../base/fault.ts';
import { assertServerManaged } from '../../base/managed.ts';
import type { Server } from '../../store/servers.ts';
import { recordActivity } from '../activity.ts';
import { chosenName } from './chosen-name.ts';
import type { Context } from '../context.ts';
import { signOutEverywhere } from '../sign-out/disconnect.ts';
import { endSignIns } from '../sign-out/end-sign-ins.ts';
import { invalidate } from '../invalidate.ts';
import { nameFromAddress, parseServerAddress } from './server-address.ts';
import { publishServerChanged } from '../publish-server-changed.ts';
import { requireServer, type Session } from '../slot.ts';

/**
 * Adds a server by its address, without any request to it. Throws `server_exists` with the existing one, and what
 * `parseServerAddress` throws.
 */
export function addServer(
  context: Context,
  session: Session,
  input: { url: string; name?: string | undefined },
): Server {
  const url = freeAddress(context, session, input.url);
  const server = context.store.servers.insert({
    workspaceId: session.workspaceId,
    name: input.name?.trim() ? chosenName(input.name) : nameFromAddress(url),
    url: url.href,
    now: context.now(),
  });
  announce(context, server);
  note(context, session, 'added', server.id);
  return server;
}

/**
 * Changes a server's address. A token is valid for one resource, so this signs out at the old address first and deletes
 * the sign-ins of every slot. Does nothing if the address is the same. Throws what `addServer` throws, before anything
 * changes.
 */
export async function changeServerAddress(
  context: Context,
  session: Session,
  serverId: string,
  typed: string,
): Promise<void> {
  const server = requireServer(context.store, session, serverId);
  if (typedAddress(context, session, typed).href === server.url) return;
  const url = freeAddress(context, session, typed);
  const { servers } = context.store;
  const change = () => {
    servers.setUrl(session.workspaceId, serverId, url.href);
    servers.setRequiresSignIn(session.workspaceId, serverId, null);
    servers.setLateChallenge(session.workspaceId, serverId, null);
    servers.setClientIssuer(session.workspaceId, serverId, null);
    // A default name follows the address.
    const chosen = server.name !== nameFromAddress(new URL(server.url));
    if (!chosen) servers.rename(session.workspaceId, serverId, nameFromAddress(url));
  };
  await endSignIns(context, server, change, 'address');
  announce(context, server);
  note(context, session, 'reconfigured', serverId);
}

/**
 * Parses an address that a user may use: on the internet, on this computer, and at origins that they allowed in their
 * own network. Throws `managed` for one that the administrator does not allow.
 */
export function typedAddress({ store, managed }: Context, { workspaceId }: Session, typed: string): URL {
  const url = parseServerAddress(typed, (origin) => store.allowedOrigins.has(workspaceId, origin));
  assertServerManaged(managed, url);
  return url;
}

/** The parsed address, unless another server of the workspace has it. */
function freeAddress(context: Context, session: Session, typed: string): URL {
  const url = typedAddress(context, session, typed);
  const existing = context.store.servers.findByUrl(session.workspaceId, url.href);
  if (!existing) return url;
  const values = { server: existing.name, serverId: existing.id };
  throw new Fault('server_exists', 'the workspace has a server with this address', { values });
}

/** Throws `request_invalid` if nothing visible is left of the name. */
export function renameServer(context: Context, session: Session, serverId: string, name: string): void {
  const server = requireServer(context.store, session, serverId);
  context.store.servers.rename(session.workspaceId, serverId, chosenName(name));
  announce(context, server);
}

/** Enables or disables a server. Disabling keeps its sign-in and closes its sessions. */
export function setServerEnabled(context: Context, session: Session, serverId: string, enabled: boolean): void {
  const server = requireServer(context.store, session, serverId);
  context.store.servers.setEnabled(session.workspaceId, serverId, enabled);
  if (!enabled) {
    context.attempts.forgetServer(serverId);
    context.store.authorizationRequests.removeAllOf(serverId);
  }
  invalidate(context, { what: 'requests', server });
  announce(context, server);
  note(context, session, enabled ? 'turned_on' : 'turned_off', serverId);
}

/** Signs out every slot, then deletes the server and everything that belongs to it. */
export async function removeServer(context: Context, session: Session, serverId: string): Promise<RevocationOutcome> {
  const server = requireServer(context.store, session, serverId);
  const { clientId } = server;
  const outcome = await signOutEverywhere(context, server);
  const { servers, clientRegistrations, transaction } = context.store;
  transaction(() => {
    servers.remove(session.workspaceId, serverId);
    // Another server with the same client id has its own copy of the secret.
    if (clientId !== null) clientRegistrations.retirePreregistered(session.workspaceId, clientId, context.now());
    clientRegistrations.sweep();
  });
  invalidate(context, { what: 'address', server, slots: [] });
  context.publish({ type: 'server_removed', workspaceId: session.workspaceId, serverId });
  const { workspaceId, profileId } = session;
  recordActivity(context, { workspaceId, profileId, serverId: null, kind: 'removed', subject: server.name });
  return outcome;
}

function note(context: Context, { workspaceId, profileId }: Session, kind: ActivityKind, serverId: string): void {
  recordActivity(context, { workspaceId, profileId, serverId, kind });
}

function announce(context: Context, server: Server): void {
  publishServerChanged(context, { workspaceId: server.workspaceId, serverId: server.id });
}

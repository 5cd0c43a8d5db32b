import type { ActivityKind, RevocationOutcome } from '../../src-preload/contract.ts';
import { Fault } from '../fault.ts';
import type { Server } from '../store/servers.ts';
import { recordActivity } from './activity.ts';
import { chosenName } from './chosen-name.ts';
import type { Context } from './context.ts';
import { signOutEverywhere } from './disconnect.ts';
import { endSignIns } from './end-sign-ins.ts';
import { forgetWhatWasFound } from './find-out.ts';
import { nameFromAddress, parseServerAddress } from './server-address.ts';
import { requireServer, type Session } from './slot.ts';

/** Adds a server by its address; asks nothing of it yet. Throws `server_exists` with the one that is there, and what `parseServerAddress` throws. */
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
 * Moves a server to another address. A token counts for one resource alone, so signs out at the old one first and deletes
 * the sign-ins of every slot. Throws what `addServer` throws, before anything is lost; nothing is where it is the same.
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
  await endSignIns(context, server, () => {
    servers.setUrl(session.workspaceId, serverId, url.href);
    servers.setRequiresSignIn(session.workspaceId, serverId, null);
    servers.setClientIssuer(session.workspaceId, serverId, null);
    // A name that nobody chose follows the address.
    const chosen = server.name !== nameFromAddress(new URL(server.url));
    if (!chosen) servers.rename(session.workspaceId, serverId, nameFromAddress(url));
  });
  forgetWhatWasFound(context, server);
  note(context, session, 'reconfigured', serverId);
}

/** Where a person may have a server: on the internet, on this computer, and where they allowed it in their own network. */
export function typedAddress({ store }: Context, { workspaceId }: Session, typed: string): URL {
  return parseServerAddress(typed, (origin) => store.allowedOrigins.has(workspaceId, origin));
}

/** The address, where no server of the workspace has it. */
function freeAddress(context: Context, session: Session, typed: string): URL {
  const url = typedAddress(context, session, typed);
  const existing = context.store.servers.findByUrl(session.workspaceId, url.href);
  if (!existing) return url;
  const values = { server: existing.name, serverId: existing.id };
  throw new Fault('server_exists', 'the workspace has a server with this address', { values });
}

/** Throws `request_invalid` where nothing of the name is left to show. */
export function renameServer(context: Context, session: Session, serverId: string, name: string): void {
  const server = requireServer(context.store, session, serverId);
  context.store.servers.rename(session.workspaceId, serverId, chosenName(name));
  announce(context, server);
}

/** Turns a server on or off. Off, it keeps its sign-in; what is open is closed. */
export function setServerEnabled(context: Context, session: Session, serverId: string, enabled: boolean): void {
  const server = requireServer(context.store, session, serverId);
  context.store.servers.setEnabled(session.workspaceId, serverId, enabled);
  if (!enabled) {
    context.attempts.forgetServer(serverId);
    context.store.authorizationRequests.removeAllOf(serverId);
  }
  context.publish({ type: 'server_reconfigured', workspaceId: server.workspaceId, serverId });
  announce(context, server);
  note(context, session, enabled ? 'turned_on' : 'turned_off', serverId);
}

/** Signs every slot out, then deletes the server with everything that hangs on it. */
export async function removeServer(context: Context, session: Session, serverId: string): Promise<RevocationOutcome> {
  const server = requireServer(context.store, session, serverId);
  const { clientId } = server;
  const outcome = await signOutEverywhere(context, server);
  const { servers, clientRegistrations, transaction } = context.store;
  transaction(() => {
    servers.remove(session.workspaceId, serverId);
    // Another server with the same client id has its own copy of what was entered.
    if (clientId !== null) clientRegistrations.retireTyped(session.workspaceId, clientId, context.now());
    clientRegistrations.sweep();
  });
  context.attempts.forgetServer(serverId);
  forgetWhatWasFound(context, server);
  context.publish({ type: 'server_removed', workspaceId: session.workspaceId, serverId });
  const { workspaceId, profileId } = session;
  recordActivity(context, { workspaceId, profileId, serverId: null, kind: 'removed', subject: server.name });
  return outcome;
}

function note(context: Context, { workspaceId, profileId }: Session, kind: ActivityKind, serverId: string): void {
  recordActivity(context, { workspaceId, profileId, serverId, kind });
}

function announce(context: Context, server: Server): void {
  context.publish({ type: 'server_changed', workspaceId: server.workspaceId, serverId: server.id });
}

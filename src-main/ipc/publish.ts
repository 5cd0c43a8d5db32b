import type { AppView, EventName, Events } from '../../src-preload/contract.ts';
import { activityView, concernsActivity } from '../connections/activity.ts';
import { serverView } from '../connections/connection-view.ts';
import type { Context, DomainEvent } from '../connections/context.ts';
import { ownersOf } from './owners-of.ts';
import { isAdmin, type Session, type Slot } from '../connections/slot.ts';
import { profileExists } from './policy.ts';

/** A listening window, as far as events need to know it. */
export interface Listener {
  session: Session;
  send: <Name extends EventName>(name: Name, event: Events[Name]) => void;
}

/**
 * Sends an event to the windows it concerns, each with its own view: never to another workspace, and the end of a
 * sign-in only to its initiator and to admins. An event without workspace or initiator is sent to no window.
 */
export function publishTo(
  context: Context,
  listeners: Iterable<Listener>,
  event: DomainEvent,
  describe: (session: Session) => AppView,
): void {
  if (
    event.type === 'tokens_changed' ||
    event.type === 'server_reconfigured' ||
    event.type === 'server_moved' ||
    event.type === 'person_removed' ||
    event.type === 'authorities_changed'
  )
    return;
  if (event.type === 'storage_changed') {
    for (const { session, send } of listeners)
      if (profileExists(context, session)) send('app:changed', describe(session));
    return;
  }
  if (event.type === 'history_changed') {
    for (const { session, send } of listeners)
      if (ownersOf(context, session).some((owner) => event.owners.has(owner))) send('history:changed', null);
    return;
  }
  const { workspaceId } = 'slot' in event ? event.slot : event;
  for (const { session, send } of listeners) {
    if (!workspaceId || session.workspaceId !== workspaceId) continue;
    switch (event.type) {
      case 'server_changed': {
        const server = context.store.servers.get(workspaceId, event.serverId);
        if (server) send('servers:changed', serverView(context, session, server));
        break;
      }
      case 'server_removed':
        send('servers:removed', { serverId: event.serverId });
        break;
      case 'tools_changed':
        if (isOf(event.slot, session)) send('tools:changed', { serverId: event.slot.serverId });
        break;
      case 'offer_changed': {
        const { slot, what } = event;
        if (isOf(slot, session)) send('offer:changed', { serverId: slot.serverId, what });
        break;
      }
      case 'resource_updated': {
        const { slot, uri, at } = event;
        if (isOf(slot, session)) send('resources:updated', { serverId: slot.serverId, uri, at });
        break;
      }
      case 'resource_unsubscribed': {
        const { slot, uri } = event;
        if (isOf(slot, session)) send('resources:unsubscribed', { serverId: slot.serverId, uri });
        break;
      }
      case 'server_logged': {
        const { slot, entry } = event;
        if (isOf(slot, session)) send('logs:added', { serverId: slot.serverId, entry });
        break;
      }
      case 'people_changed':
        if (profileExists(context, session)) send('app:changed', describe(session));
        break;
      case 'activity_recorded':
        if (concernsActivity(context, session, event.entry)) {
          const by = context.store.profiles.get(event.entry.profileId ?? '');
          send('activity:added', activityView(event.entry, by?.name));
        }
        break;
      case 'connection_completed': {
        // An event without an initiator is sent to no window.
        const concerned = !!event.initiatorId && (session.profileId === event.initiatorId || isAdmin(context, session));
        if (concerned)
          send('connections:completed', { serverId: event.slot.serverId, ...(event.error && { error: event.error }) });
        break;
      }
    }
  }
}

/** Whether the session uses this sign-in: its own, or the shared one. */
function isOf({ profileId }: Slot, session: Session): boolean {
  return profileId === null || profileId === session.profileId;
}

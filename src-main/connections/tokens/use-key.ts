import { isKey, type KeyPlace } from '../../../src-preload/contract.ts';
import { Fault } from '../../base/fault.ts';
import { Secret } from '../../base/secret.ts';
import type { Server } from '../../store/servers.ts';
import { recordActivity } from '../activity.ts';
import type { Context } from '../context.ts';
import { invalidate } from '../invalidate.ts';
import { publishServerChanged } from '../publish-server-changed.ts';
import { requireServer, slotOf, type Session } from '../slot.ts';
import type { KeyForm } from '../state/key-form.ts';

interface EnteredKey {
  key: string;
  /** For basic authentication. */
  user?: string | undefined;
}

/**
 * Signs the session's slot in with a key that the user has from the server, in place of an earlier one. Sends nothing:
 * the next request shows whether the server accepts it. Throws `request_invalid` with `field` if the server's settings
 * name another way to sign in, or if the key cannot be sent, and `sealed_value_refused` if the server's address has
 * changed meanwhile.
 */
export function useKey(context: Context, session: Session, serverId: string, entered: EnteredKey): void {
  const server = requireServer(context.store, session, serverId);
  if (server.grantType !== 'key') throw invalid('grantType');
  const accessToken = keySecret(server, entered);
  const slot = slotOf(session, server);
  const { store } = context;
  context.attempts.forget(slot);
  store.authorizationRequests.removeForSlot(serverId, slot.profileId);
  store.transaction(() => {
    const { workspaceId, url } = server;
    const now = context.now();
    const form: KeyForm = { place: server.keyPlace, ...(server.keyHeader !== null && { header: server.keyHeader }) };
    const { origin } = new URL(url);
    store.tokenSets.save({
      serverId,
      serverUrl: url,
      profileId: slot.profileId,
      registrationId: withoutClient(context, workspaceId, serverId, origin),
      issuer: origin,
      authorizationServer: { issuer: origin, key: form },
      resource: '',
      scope: '',
      grantType: 'key',
      tokenType: 'bearer',
      accessToken,
      issuedAt: now,
      signedInAt: now,
      signedInBy: session.profileId,
    });
    store.clientRegistrations.sweep();
    store.servers.setRequiresSignIn(workspaceId, serverId, true);
  });
  invalidate(context, { what: 'tokens', slot });
  recordActivity(context, { ...slot, profileId: session.profileId, kind: 'connected' });
  publishServerChanged(context, slot);
  context.publish({ type: 'connection_completed', slot, initiatorId: session.profileId });
}

/** Every sign-in refers to a registration. A key has none: this one is replaced at once, so that no other uses it. */
function withoutClient(context: Context, workspaceId: string, serverId: string, issuer: string): string {
  const { clientRegistrations } = context.store;
  const clientId = `key ${serverId}`;
  const { id } = clientRegistrations.save({
    workspaceId,
    issuer,
    kind: 'pre_registered',
    returnPath: 'none',
    redirectUri: '',
    clientId,
    tokenEndpointAuthMethod: 'none',
    registeredAt: context.now(),
  });
  clientRegistrations.retirePreregistered(workspaceId, clientId, context.now());
  return id;
}

/** What is sealed: the key, or user and password as basic authentication joins them (RFC 7617 section 2). */
function keySecret({ keyPlace }: Pick<Server, 'keyPlace'>, { key, user }: EnteredKey): Secret {
  const text = bareKey(keyPlace, key);
  if (!isKey(keyPlace, text, user)) throw invalid('key');
  return new Secret(keyPlace === 'basic' ? `${user}:${text}` : text);
}

/** Without what documentation prints around a key and users copy with it. A password is kept as it is. */
function bareKey(place: KeyPlace, key: string): string {
  if (place === 'basic') return key;
  const value = key.trim().replace(/^authorization:\s*/i, '');
  return place === 'bearer' ? value.replace(/^bearer\s+/i, '') : value;
}

function invalid(field: string): Fault {
  return new Fault('request_invalid', `${field} does not fit`, { values: { field } });
}

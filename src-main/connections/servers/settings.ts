import {
  type PlainSettings,
  plainSettingNames,
  type ServerSettingsView,
  type SettingChanges,
  type SettingName,
} from '../../../src-preload/contract.ts';
import { publicJwks } from '../../oauth/client-key.ts';
import { Fault } from '../../base/fault.ts';
import { pick } from '../../base/pick.ts';
import type { Server } from '../../store/servers.ts';
import { recordActivity } from '../activity.ts';
import type { Context } from '../context.ts';
import { endSignIns } from '../sign-out/end-sign-ins.ts';
import { issuerForClient } from '../discovery/named-issuers.ts';
import { invalidate } from '../invalidate.ts';
import { publishServerChanged } from '../publish-server-changed.ts';
import { headerNames } from '../server-headers.ts';
import { fieldOf, type SecretChange, secretChanges, withGeneratedKeys } from './secret-changes.ts';
import { checkTogether, endsSignIns, plainChanges } from './setting-changes.ts';
import { requireServer, type Session } from '../slot.ts';

/** The settings of a server; for secrets, only whether there is one. */
export function settingsView(context: Context, session: Session, serverId: string): ServerSettingsView {
  const server = requireServer(context.store, session, serverId);
  const kinds = context.store.serverSecrets.kinds(serverId);
  return {
    serverId,
    ...pick(server, plainSettingNames),
    hasClientSecret: kinds.includes('client_secret'),
    hasPrivateKey: kinds.includes('private_key'),
    hasIdToken: kinds.includes('id_token'),
    headerNames: headerNames(context, serverId),
  };
}

/** The number of sign-ins that a change would end. Throws what `changeSettings` throws about the values. */
export async function settingsCost(
  context: Context,
  session: Session,
  serverId: string,
  changes: SettingChanges,
): Promise<number> {
  const planned = await planChanges(context, requireServer(context.store, session, serverId), changes);
  return planned.endsSignIns ? context.store.tokenSets.countSignIns(serverId) : 0;
}

/**
 * Changes settings. If tokens depend on a field, every slot is signed out first and its tokens are deleted; an
 * unchanged value has no effect. Throws `request_invalid` with `field`, before anything changes.
 */
export async function changeSettings(
  context: Context,
  session: Session,
  serverId: string,
  changes: SettingChanges,
): Promise<void> {
  const server = requireServer(context.store, session, serverId);
  const planned = await planChanges(context, server, changes);
  const secrets = await withGeneratedKeys(planned.secrets);
  const { servers, serverSecrets, clientRegistrations } = context.store;
  const apply = () => {
    servers.change(server.workspaceId, serverId, planned.plain);
    for (const [kind, value] of secrets) {
      if (value === null) serverSecrets.remove(serverId, kind);
      else serverSecrets.save(serverId, kind, value, context.now());
    }
    // The client's issuer was determined under the old settings.
    if (!planned.endsSignIns) return;
    servers.setClientIssuer(server.workspaceId, serverId, issuerForClient(context, { ...server, ...planned.plain }));
    if (server.clientId !== null)
      clientRegistrations.retirePreregistered(server.workspaceId, server.clientId, context.now());
  };
  if (planned.endsSignIns) await endSignIns(context, server, apply);
  else {
    context.store.transaction(apply);
    // Open sessions send the old headers. If nothing else changed, running calls continue.
    const reopens = planned.secrets.some(([kind]) => kind === 'headers');
    invalidate(context, { what: reopens ? 'requests' : 'discovery', server });
  }
  const { workspaceId } = server;
  publishServerChanged(context, { workspaceId, serverId });
  const changed = Object.keys(planned.plain).length + planned.secrets.length > 0;
  if (changed) recordActivity(context, { workspaceId, serverId, profileId: session.profileId, kind: 'reconfigured' });
}

/** The public JWK Set for an authorization server (RFC 7517 section 5). Throws `request_invalid` if there is no key. */
export async function publicKeyOf(context: Context, session: Session, serverId: string): Promise<string> {
  requireServer(context.store, session, serverId);
  const key = context.store.serverSecrets.get(serverId, 'private_key');
  if (!key) throw new Fault('request_invalid', 'the server has no private key', { values: { field: 'privateKey' } });
  return JSON.stringify(await publicJwks(key), undefined, 2);
}

interface ChangePlan {
  plain: Partial<PlainSettings>;
  secrets: SecretChange[];
  endsSignIns: boolean;
}

/** The effective changes: values that equal the stored ones are removed. */
async function planChanges(context: Context, server: Server, changes: SettingChanges): Promise<ChangePlan> {
  const wanted = plainChanges(changes);
  const changed = plainSettingNames.filter((name) => wanted[name] !== undefined && wanted[name] !== server[name]);
  const plain = pick(wanted, changed);
  checkTogether({ ...server, ...plain });
  const secrets = await secretChanges(context, server.id, changes);
  const names: SettingName[] = [...changed, ...secrets.map(([kind]) => fieldOf[kind])];
  return { plain, secrets, endsSignIns: endsSignIns(names) };
}

import type { ServerSettingsView, SettingChanges } from '../../../src-preload/contract.ts';
import { generateClientKey, importPrivateKeyPem, publicJwks } from '../../oauth/client-key.ts';
import { Fault } from '../../base/fault.ts';
import { Secret } from '../../base/secret.ts';
import type { Server } from '../../store/servers.ts';
import type { ServerSecretKind } from '../../store/server-secrets.ts';
import { recordActivity } from '../activity.ts';
import { forgetBrowserHost } from '../browser-hosts.ts';
import type { Context } from '../context.ts';
import { endSignIns } from '../sign-out/end-sign-ins.ts';
import { invalidateDiscovery } from '../discovery/discover-cached.ts';
import { issuerForClient } from '../discovery/named-issuers.ts';
import { headerNames } from '../server-headers.ts';
import { checkHeaders, checkTogether, endsSignIns, plainChanges } from './setting-changes.ts';
import { requireServer, type Session } from '../slot.ts';

/** The settings of a server; for secrets, only whether there is one. */
export function settingsView(context: Context, session: Session, serverId: string): ServerSettingsView {
  const server = requireServer(context.store, session, serverId);
  const kinds = context.store.serverSecrets.kinds(serverId);
  return {
    serverId,
    account: server.account,
    returnPath: server.returnPath,
    grantType: server.grantType,
    issuer: server.issuer,
    authorizationEndpoint: server.authorizationEndpoint,
    tokenEndpoint: server.tokenEndpoint,
    clientId: server.clientId,
    authenticationMethod: server.authenticationMethod,
    scope: server.scope,
    sendResource: server.sendResource,
    identityTokenEndpoint: server.identityTokenEndpoint,
    identityClientId: server.identityClientId,
    note: server.note,
    callTimeout: server.callTimeout,
    toolPrefix: server.toolPrefix,
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
  const { servers, serverSecrets, clientRegistrations } = context.store;
  const apply = () => {
    servers.change(server.workspaceId, serverId, planned.plain);
    for (const [kind, value] of planned.secrets) {
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
  else context.store.transaction(apply);
  invalidateDiscovery(context, server);
  if (planned.endsSignIns) forgetBrowserHost(context, server);
  const { workspaceId } = server;
  // Open sessions send the old headers. If nothing else changed, running calls continue.
  const reopens = planned.secrets.some(([kind]) => kind === 'headers');
  if (reopens) context.publish({ type: 'server_reconfigured', workspaceId, serverId });
  context.publish({ type: 'server_changed', workspaceId, serverId });
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
  plain: ReturnType<typeof plainChanges>;
  secrets: [ServerSecretKind, Secret | null][];
  endsSignIns: boolean;
}

/** The effective changes: values that equal the stored ones are removed. */
async function planChanges(context: Context, server: Server, changes: SettingChanges): Promise<ChangePlan> {
  const wanted = plainChanges(changes);
  const changed = Object.entries(wanted).filter(([name, value]) => server[name as keyof typeof wanted] !== value);
  const plain = Object.fromEntries(changed) as typeof wanted;
  checkTogether({ ...server, ...plain });
  const secrets = await secretChanges(context, server.id, changes);
  const ends = [...Object.keys(plain), ...secrets.map(([kind]) => fieldOf[kind])] as (keyof typeof endsSignIns)[];
  return { plain, secrets, endsSignIns: ends.some((field) => endsSignIns[field]) };
}

const fieldOf = {
  client_secret: 'clientSecret',
  private_key: 'privateKey',
  id_token: 'idToken',
  headers: 'headers',
} as const satisfies Record<ServerSecretKind, keyof typeof endsSignIns>;

async function secretChanges(
  context: Context,
  serverId: string,
  changes: SettingChanges,
): Promise<ChangePlan['secrets']> {
  const { clientSecret, privateKey, idToken, headers } = changes;
  if (headers) checkHeaders(headers);
  const wanted: [ServerSecretKind, Secret | null | undefined][] = [
    ['client_secret', clientSecret && new Secret(clientSecret)],
    ['private_key', privateKey && (await keyOf(privateKey))],
    ['id_token', idToken && new Secret(idToken)],
    ['headers', headers && new Secret(JSON.stringify(headers))],
  ].map(([kind, value]) => [kind as ServerSecretKind, value === '' ? null : (value as Secret | null | undefined)]);
  return wanted.filter((entry): entry is ChangePlan['secrets'][number] => {
    const [kind, value] = entry;
    if (value === undefined) return false;
    if (value === null) return context.store.serverSecrets.isStored(serverId, kind);
    return savedValue(context, serverId, kind) !== value.reveal();
  });
}

async function keyOf(wanted: { generate: true } | { pem: string }): Promise<Secret> {
  if ('generate' in wanted) return generateClientKey();
  try {
    return await importPrivateKeyPem(wanted.pem);
  } catch (cause) {
    throw new Fault('request_invalid', 'this is no private key', { values: { field: 'privateKey' }, cause });
  }
}

/** A secret that cannot be decrypted differs from any entered value. */
function savedValue(context: Context, serverId: string, kind: ServerSecretKind): string | undefined | null {
  try {
    return context.store.serverSecrets.get(serverId, kind)?.reveal();
  } catch {
    return null;
  }
}

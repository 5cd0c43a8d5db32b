import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessToken } from '../../src-main/connections/tokens/access-token.ts';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import { finishAuthorization } from '../../src-main/connections/sign-in/finish-authorization.ts';
import { addServer } from '../../src-main/connections/servers/servers.ts';
import { changeSettings, settingsView } from '../../src-main/connections/servers/settings.ts';
import { isFault } from '../../src-main/base/fault.ts';
import { startAuthorizationServer } from '../fixtures/authorization-server.ts';
import { startMcpServer } from '../fixtures/mcp-server.ts';
import { answerPages } from '../fixtures/person.ts';
import { makeEarlier, type Text } from '../support/earlier-form.ts';
import { openEngine, type Engine } from '../support/engine.ts';

const hour = 3_600_000;

/** The servers for all runs: two MCP servers behind one authorization server that rotates refresh tokens. */
export async function startServers() {
  const authorization = await startAuthorizationServer();
  const [victim, bystander] = await Promise.all(
    ['Victim', 'Bystander'].map((name) => startMcpServer({ authorization, name })),
  );
  if (!victim || !bystander) throw new Error('two servers were asked for');
  return {
    authorization,
    victim,
    bystander,
    close: () => Promise.all([victim.close(), bystander.close(), authorization.close()]),
  };
}

type Servers = Awaited<ReturnType<typeof startServers>>;

export interface Scene {
  folder: string;
  victimId: string;
  bystanderId: string;
  /** Everything that must never be lost, as JSON. */
  inventory: string;
  /** How far the clock must be ahead for every access token to be expired. */
  ahead: number;
  /** Converts the database to version 13, with many sealed values in it. */
  makeEarlier: () => Promise<void>;
  remove: () => void;
}

/** Creates a database with two sign-ins, settings and profiles, and closes it. */
export async function setScene({ victim, bystander }: Servers, root?: string): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-fault-'));
  const engine = await openEngine({ folder, ...(root && { root }) });
  const { context, store, session } = engine;
  store.profiles.create({ workspaceId: session.workspaceId, name: 'Mai', role: 'member', now: 1 });
  const add = (url: string) => addServer(context, session, { url }).id;
  const victimId = add(victim.url);
  const bystanderId = add(bystander.url);
  await changeSettings(context, session, victimId, { note: 'Mine', headers: { 'x-team': 'blue' } });
  for (const id of [victimId, bystanderId]) {
    await connect(context, session, id);
    await finishAuthorization(context, await answerPages(engine.opened().href));
  }
  const scene = {
    folder,
    victimId,
    bystanderId,
    inventory: inventoryOf(engine),
    ahead: 2 * hour,
    async makeEarlier() {
      const again = await openEngine({ folder });
      const texts = sealedTexts(again, [victimId, bystanderId]);
      again.close();
      makeEarlier(join(folder, 'keyfob.sqlite'), texts);
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
  engine.close();
  return scene;
}

/** The sealed values of the scene, and a thousand registrations, so that resealing takes a while. */
function sealedTexts({ store, session }: Engine, serverIds: string[]): Text[] {
  const texts = serverIds.flatMap((id) => {
    const tokens = store.tokenSets.get(id, session.profileId);
    if (!tokens?.refreshToken) throw new Error('the scene has no sign-in');
    const { id: row, accessToken, refreshToken } = tokens;
    return [
      { table: 'token_set', column: 'access_token', row, text: accessToken.reveal() },
      { table: 'token_set', column: 'refresh_token', row, text: refreshToken.reveal() },
    ];
  });
  const headers = serverIds.flatMap((id) => {
    const value = store.serverSecrets.get(id, 'headers');
    return value ? [{ table: 'server_secret', column: 'value', row: `${id} headers`, text: value.reveal() }] : [];
  });
  const registrations = store.transaction(() =>
    Array.from({ length: 1000 }, (_, at) =>
      store.clientRegistrations.save({
        workspaceId: session.workspaceId,
        issuer: `https://login-${at}.example`,
        kind: 'dynamic',
        returnPath: 'app_link',
        redirectUri: 'app.keyfob:/oauth/callback',
        clientId: `client-${at}`,
        tokenEndpointAuthMethod: 'client_secret_basic',
        registeredAt: 1,
      }),
    ),
  );
  const secrets = registrations.map(({ id: row }) => {
    return { table: 'client_registration', column: 'client_secret', row, text: 'a secret' };
  });
  return [...texts, ...headers, ...secrets];
}

/** Without the scope, which a killed process may have been told to change. */
export function inventoryOf({ context, store, session }: Engine): string {
  const servers = store.servers.list(session.workspaceId).map((server) => ({ ...server, scope: '' }));
  return JSON.stringify({
    workspaces: store.workspaces.list(),
    profiles: store.profiles.list(session.workspaceId),
    servers,
    settings: servers.map(({ id }) => ({ ...settingsView(context, session, id), scope: '' })),
  });
}

/** `kept` if an access token for the server can be obtained, else the error code. */
export async function signInState({ context, session }: Engine, serverId: string): Promise<string> {
  try {
    await accessToken(context, { workspaceId: session.workspaceId, serverId, profileId: session.profileId });
    return 'kept';
  } catch (error) {
    return isFault(error) ? error.code : String(error);
  }
}

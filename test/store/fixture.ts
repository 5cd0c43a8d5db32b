import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Secret } from '../../src-main/base/secret.ts';
import type { NewRequest, PendingAuthorization } from '../../src-main/store/authorization-requests.ts';
import type { ClientRegistration, NewRegistration } from '../../src-main/store/client-registrations.ts';
import { type Database, openDatabase } from '../../src-main/store/database.ts';
import { ensureFirst } from '../../src-main/store/first-start.ts';
import type { ListCacheKey } from '../../src-main/store/list-cache.ts';
import { openStore } from '../../src-main/store/store.ts';
import type { NewTokenSet, StoredTokenSet } from '../../src-main/store/token-sets.ts';
import { Vault } from '../../src-main/store/keys/vault.ts';

export const migrations = join(import.meta.dirname, '../../migrations');

/** The time at which tests begin, in milliseconds. */
export const now = 1_800_000_000_000;

/** A folder that is removed when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Opens a database that is closed when the test is over, if the test has not closed it. */
export function openTemporary(file = join(temporaryFolder(), 'keyfob.db'), folder = migrations): Database {
  const database = openDatabase(file, { migrations: folder });
  onTestFinished(() => {
    database.close();
  });
  return database;
}

/** A copy of the real migrations with more added to it. */
export function migrationsWith(added: Record<string, string>, write: (file: string, text: string) => void): string {
  const folder = join(temporaryFolder(), 'migrations');
  cpSync(migrations, folder, { recursive: true });
  for (const [name, text] of Object.entries(added)) write(join(folder, name), text);
  return folder;
}

/** Every byte that SQLite keeps of a database: the file, the write-ahead log and its index. */
export function bytesOf(file: string): Buffer {
  return Buffer.concat(
    ['', '-wal', '-shm', '-journal']
      .map((end) => file + end)
      .filter((name) => existsSync(name))
      .map((name) => readFileSync(name)),
  );
}

export const filesIn = (folder: string): string[] => readdirSync(folder).toSorted();

/** A store on a real file with a workspace, an admin, a member and a server in it. */
export function furnished(
  file?: string,
  vault = Vault.withFreshKey(),
  prepareDatabase?: (database: Database) => void,
  database = openTemporary(file),
) {
  prepareDatabase?.(database);
  const store = openStore({ database, vault });
  const { workspace, profile: admin } = ensureFirst(database, now);
  const member = store.profiles.create({ workspaceId: workspace.id, name: 'Mai', role: 'member', now });
  const server = store.servers.insert({
    workspaceId: workspace.id,
    name: 'Notes',
    url: `https://notes.example/${member.id}`,
    now,
  });
  return { database, vault, store, workspace, admin, member, server };
}

export type Furnished = ReturnType<typeof furnished>;

export const registrationFor = (workspaceId: string, other: Partial<ClientRegistration> = {}): NewRegistration => ({
  workspaceId,
  issuer: 'https://login.example',
  kind: 'dynamic',
  returnPath: 'app_link',
  redirectUri: 'app.keyfob:/oauth/callback',
  clientId: 'client-1',
  tokenEndpointAuthMethod: 'none',
  registeredAt: now,
  ...other,
});

export const tokensFor = (
  serverId: string,
  profileId: string | null,
  registrationId: string,
  other: Partial<StoredTokenSet> = {},
): NewTokenSet => ({
  serverId,
  profileId,
  registrationId,
  issuer: 'https://login.example',
  authorizationServer: { issuer: 'https://login.example', scopes_supported: ['read'] },
  resource: 'https://notes.example/mcp',
  scope: 'read',
  grantType: 'authorization_code',
  tokenType: 'bearer',
  accessToken: new Secret('access-1'),
  refreshToken: new Secret('refresh-1'),
  issuedAt: now,
  expiresAt: now + 3_600_000,
  signedInAt: now,
  signedInBy: 'Me',
  ...other,
});

export const listKeyFor = (serverId: string, profileId: string | null, id = 'list-1'): ListCacheKey => ({
  id,
  serverId,
  profileId,
  account: 'ann',
  client: '[]',
});

export const requestFor = (
  { server, admin }: Pick<Furnished, 'server' | 'admin'>,
  registrationId: string,
  other: Partial<PendingAuthorization> = {},
): NewRequest => ({
  state: 'state-1',
  serverId: server.id,
  profileId: admin.id,
  initiatorId: admin.id,
  registrationId,
  issuer: 'https://login.example',
  authorizationServer: { issuer: 'https://login.example' },
  redirectUri: 'app.keyfob:/oauth/callback',
  returnPath: 'app_link',
  scope: 'read',
  resource: 'https://notes.example/mcp',
  codeVerifier: new Secret('verifier-1'),
  createdAt: now,
  ...other,
});

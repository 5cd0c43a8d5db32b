import { randomUUID } from 'node:crypto';
import type { Database } from './database.ts';
import { keepingEntered } from './keys/reseal.ts';
import { readLateChallenge, writeLateChallenge, type LateChallenge } from './late-challenge.ts';
import { prepare } from './sql.ts';
import type { Vault } from './keys/vault.ts';

/**
 * The OAuth grant (RFC 6749 sections 4.1 and 4.4, RFC 8628, MCP's Enterprise-Managed Authorization, and RFC 7523
 * section 2.1), or a key.
 */
export type GrantType =
  | 'authorization_code'
  | 'client_credentials'
  | 'device_code'
  | 'identity_assertion'
  | 'jwt_bearer'
  | 'key';

/** How a setting is stored. */
interface Column<Value> {
  read: (stored: unknown) => Value;
  write: (value: Value) => string | number | null;
}

const asIs = <Value extends string | number | null>(): Column<Value> => ({
  read: (stored) => stored as Value,
  write: (value) => value,
});
const flag: Column<boolean> = { read: (stored) => stored === 1, write: Number };

/**
 * The settings of a server, each with its column: `returnPath` is `return_path`. What they mean is in the contract,
 * which this folder must not import: it would know windows. Where rows become views, the compiler compares the two.
 */
const settingColumns = {
  account: asIs<'own' | 'shared'>(),
  returnPath: asIs<'automatic' | 'app_link' | 'loopback'>(),
  grantType: asIs<GrantType>(),
  issuer: asIs<string | null>(),
  authorizationEndpoint: asIs<string | null>(),
  tokenEndpoint: asIs<string | null>(),
  clientId: asIs<string | null>(),
  redirectUri: asIs<string | null>(),
  authenticationMethod: asIs<'none' | 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt' | null>(),
  scope: asIs<string | null>(),
  sendResource: flag,
  offlineAccess: flag,
  askConsent: flag,
  identityTokenEndpoint: asIs<string | null>(),
  identityClientId: asIs<string | null>(),
  assertionFile: asIs<string | null>(),
  keyPlace: asIs<'bearer' | 'authorization' | 'header' | 'basic'>(),
  keyHeader: asIs<string | null>(),
  note: asIs<string>(),
  callTimeout: asIs<number | null>(),
  toolPrefix: asIs<string>(),
};

type Settings = {
  [Name in keyof typeof settingColumns]: ReturnType<(typeof settingColumns)[Name]['read']>;
};

export interface Server extends Settings {
  id: string;
  workspaceId: string;
  name: string;
  url: string;
  /** The issuer at which `clientId` was first used; null before. */
  clientIssuer: string | null;
  enabled: boolean;
  /** What was found out last: by a probe, or by a request that was refused later. Null before the first. */
  requiresSignIn: boolean | null;
  /** The challenge of a request that was refused although others had been answered without a sign-in. */
  lateChallenge: LateChallenge | null;
  createdAt: number;
}

/** The columns that lists need; a list of many servers reads no more. */
export type ListedServer = Pick<
  Server,
  | 'id'
  | 'name'
  | 'url'
  | 'account'
  | 'returnPath'
  | 'grantType'
  | 'keyPlace'
  | 'enabled'
  | 'requiresSignIn'
  | 'createdAt'
>;

type ListedRow = Omit<ListedServer, 'enabled' | 'requiresSignIn'> & Pick<Row, 'enabled' | 'requiresSignIn'>;

type Row = Omit<Server, 'enabled' | 'requiresSignIn' | 'lateChallenge' | keyof Settings> & {
  enabled: number;
  requiresSignIn: number | null;
  lateChallenge: string | null;
} & Record<keyof Settings, string | number | null>;

const settingNames = Object.keys(settingColumns) as (keyof Settings)[];
const columnOf = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const columns = `id, workspace_id AS workspaceId, name, url, client_issuer AS clientIssuer, enabled,
  requires_sign_in AS requiresSignIn, late_challenge AS lateChallenge, created_at AS createdAt,
  ${settingNames.map((name) => `${columnOf(name)} AS ${name}`).join(', ')}`;

const toListed = (row: ListedRow): ListedServer => ({
  id: row.id,
  name: row.name,
  url: row.url,
  account: row.account,
  returnPath: row.returnPath,
  grantType: row.grantType,
  keyPlace: row.keyPlace,
  enabled: row.enabled === 1,
  requiresSignIn: row.requiresSignIn === null ? null : row.requiresSignIn === 1,
  createdAt: row.createdAt,
});

/** The changed settings as they are stored. */
const writeSettings = (to: Partial<Settings>): Partial<Record<keyof Settings, string | number | null>> =>
  Object.fromEntries(
    settingNames
      .filter((name) => to[name] !== undefined)
      .map((name) => [name, (settingColumns[name] as Column<unknown>).write(to[name])]),
  );

function fromRow(row: Row): Server {
  const server: Record<string, unknown> = {
    ...row,
    enabled: row.enabled === 1,
    requiresSignIn: row.requiresSignIn === null ? null : row.requiresSignIn === 1,
    lateChallenge: readLateChallenge(row.lateChallenge),
  };
  for (const name of settingNames) server[name] = settingColumns[name].read(row[name]);
  return server as unknown as Server;
}

const found = (row: Row | undefined): Server | undefined => row && fromRow(row);

/**
 * Every lookup names the workspace, so that other workspaces' servers are not found. Changes return the server's new
 * state, and reseal the secrets that the user entered for their new destination.
 */
export function servers(database: Database, vault: Vault) {
  const keeping = keepingEntered(database, vault);
  const list = prepare<[string], Row>(
    database,
    `SELECT ${columns} FROM server WHERE workspace_id = ? ORDER BY created_at, id`,
  );
  // In row order, not by an index: most servers of a computer are in the current workspace.
  const listed = prepare<[string], ListedRow>(
    database,
    `SELECT id, name, url, account, return_path AS returnPath, grant_type AS grantType,
        key_place AS keyPlace, enabled, requires_sign_in AS requiresSignIn, created_at AS createdAt
      FROM server WHERE +workspace_id = ? ORDER BY created_at, id`,
  );
  const get = prepare<[string, string], Row>(
    database,
    `SELECT ${columns} FROM server WHERE workspace_id = ? AND id = ?`,
  );
  const exists = prepare<[string], object>(database, 'SELECT 1 FROM server WHERE id = ?');
  const findByUrl = prepare<[string, string], Row>(
    database,
    `SELECT ${columns} FROM server WHERE workspace_id = ? AND url = ?`,
  );
  const insert = prepare<[Pick<Row, 'id' | 'workspaceId' | 'name' | 'url' | 'account' | 'createdAt'>], Row>(
    database,
    `INSERT INTO server (id, workspace_id, name, url, account, created_at)
     VALUES (@id, @workspaceId, @name, @url, @account, @createdAt) RETURNING ${columns}`,
  );
  const set = (column: string) =>
    prepare<[value: string | number | null, workspaceId: string, id: string], Row>(
      database,
      `UPDATE server SET ${column} = ? WHERE workspace_id = ? AND id = ? RETURNING ${columns}`,
    );
  const name = set('name');
  const url = set('url');
  const enabled = set('enabled');
  const requiresSignIn = set('requires_sign_in');
  const lateChallenge = set('late_challenge');
  const clientIssuer = set('client_issuer');
  const change = prepare<[Row], Row>(
    database,
    `UPDATE server SET ${settingNames.map((name) => `${columnOf(name)} = @${name}`).join(', ')}
      WHERE workspace_id = @workspaceId AND id = @id RETURNING ${columns}`,
  );
  const remove = prepare<[string, string]>(database, 'DELETE FROM server WHERE workspace_id = ? AND id = ?');

  return {
    /** Oldest first. */
    list: (workspaceId: string): Server[] => list.all(workspaceId).map(fromRow),

    /** The same for lists, without the columns that only the server's page and its sign-ins need. */
    listed: (workspaceId: string): ListedServer[] => listed.all(workspaceId).map(toListed),

    get: (workspaceId: string, id: string): Server | undefined => found(get.get(workspaceId, id)),

    /** In any workspace. */
    exists: (id: string): boolean => exists.get(id) !== undefined,

    findByUrl: (workspaceId: string, url: string): Server | undefined => found(findByUrl.get(workspaceId, url)),

    /** Throws SQLite's constraint error if the workspace already has this address: check with `findByUrl` first. */
    insert(input: {
      workspaceId: string;
      name: string;
      url: string;
      account?: Server['account'] | undefined;
      now: number;
    }): Server {
      const { workspaceId, name, url, account = 'own', now } = input;
      return fromRow(insert.get({ id: randomUUID(), workspaceId, name, url, account, createdAt: now }) as Row);
    },

    rename: (workspaceId: string, id: string, to: string): Server | undefined => found(name.get(to, workspaceId, id)),

    /** Throws SQLite's constraint error if the workspace already has this address: check with `findByUrl` first. */
    setUrl: (workspaceId: string, id: string, to: string): Server | undefined =>
      found(keeping(id, { url: to }, () => url.get(to, workspaceId, id))),

    setEnabled: (workspaceId: string, id: string, to: boolean): Server | undefined =>
      found(enabled.get(Number(to), workspaceId, id)),

    setRequiresSignIn: (workspaceId: string, id: string, to: boolean | null): Server | undefined =>
      found(requiresSignIn.get(to === null ? null : Number(to), workspaceId, id)),

    setLateChallenge: (workspaceId: string, id: string, to: LateChallenge | null): Server | undefined =>
      found(lateChallenge.get(writeLateChallenge(to), workspaceId, id)),

    setClientIssuer: (workspaceId: string, id: string, to: string | null): Server | undefined =>
      found(keeping(id, { client_issuer: to }, () => clientIssuer.get(to, workspaceId, id))),

    /** Changes only the given settings. */
    change(workspaceId: string, id: string, to: Partial<Settings>): Server | undefined {
      const row = get.get(workspaceId, id);
      if (!row) return undefined;
      const stored = writeSettings(to);
      const changed = Object.fromEntries(Object.entries(stored).map(([name, value]) => [columnOf(name), value]));
      return found(keeping(id, changed, () => change.get({ ...row, ...stored })));
    },

    /** Deletes the server with its tokens, pending requests and activity. Returns whether it existed. */
    remove: (workspaceId: string, id: string): boolean => remove.run(workspaceId, id) === 1,
  };
}

import { randomUUID } from 'node:crypto';
import type { SavedTable } from './copy-rows.ts';
import type { Database } from '../database.ts';
import { englishNames } from '../first-start.ts';
import { isOrphan, references } from './references.ts';
import { prepare, transact } from '../sql.ts';

/**
 * Repairs foreign keys after the recovery of a damaged database: a missing parent row is recreated if possible, so that
 * its children are kept. A workspace or profile is hardly more than a name, which the user can enter again; its
 * contents are not. `unread` names the tables that may lack a row.
 */
export function repairReferences(
  database: Database,
  unread: ReadonlySet<SavedTable>,
  now: number,
  names = englishNames,
): void {
  transact(database, () => {
    if (!unread.has('workspace')) adoptIntoTheOnlyWorkspace(database);
    makeWorkspaces(database, now, names.workspace);
    makeProfiles(database, unread, now, names.profile);
    makeRegistrations(database, now);
    releaseOrphans(database);
    makeAdmins(database, now, names.profile);
  });
}

/** With a single workspace, a damaged reference can only have meant that one. */
function adoptIntoTheOnlyWorkspace(database: Database): void {
  for (const { table, from, parent } of references(database)) {
    if (parent !== 'workspace') continue;
    database.exec(
      `UPDATE OR IGNORE ${table} SET ${from} = (SELECT id FROM workspace)
        WHERE (SELECT count(*) FROM workspace) = 1 AND ${from} NOT IN (SELECT id FROM workspace)`,
    );
  }
}

/** Largest first: it is probably the original one. */
function makeWorkspaces(database: Database, now: number, name: string): void {
  const named = prepare<[], { id: string }>(
    database,
    `SELECT workspace_id AS id FROM (SELECT workspace_id FROM server UNION ALL SELECT workspace_id FROM profile)
      WHERE workspace_id NOT IN (SELECT id FROM workspace) GROUP BY workspace_id ORDER BY count(*) DESC, workspace_id`,
  );
  const insert = prepare<[id: string, name: string, at: number]>(
    database,
    'INSERT INTO workspace (id, name, created_at) VALUES (?, ?, ?)',
  );
  const taken = prepare<[], { name: string }>(database, 'SELECT name FROM workspace');
  for (const [at, { id }] of named.all().entries()) {
    insert.run(id, freeName(name, taken.all()), now + at);
  }
}

/**
 * Recreates profiles for existing sign-ins and, if the profile table could not be read, for every row that names one.
 * In a workspace without an admin, the most active profile becomes admin: every workspace needs one, and users of this
 * computer can switch to any profile anyway.
 */
function makeProfiles(database: Database, unread: ReadonlySet<SavedTable>, now: number, firstName: string): void {
  const witnesses = [
    'SELECT profile_id AS id, workspace_id FROM token_set JOIN server ON server.id = server_id',
    ...(unread.has('profile')
      ? [
          'SELECT initiator_id, workspace_id FROM authorization_request JOIN server ON server.id = server_id',
          'SELECT profile_id, workspace_id FROM activity',
          'SELECT allowed_by, workspace_id FROM allowed_origin',
          'SELECT allowed_by, workspace_id FROM allowed_sign_in_origin',
          'SELECT allowed_by, workspace_id FROM allowed_hosts',
        ]
      : []),
  ];
  const named = prepare<[], { id: string; workspaceId: string }>(
    database,
    `SELECT id, workspace_id AS workspaceId FROM (${witnesses.join(' UNION ALL ')})
      WHERE id IS NOT NULL AND id NOT IN (SELECT id FROM profile) AND workspace_id IN (SELECT id FROM workspace)
      GROUP BY id, workspace_id ORDER BY count(*) DESC, id`,
  );
  const insert = prepare<[{ id: string; workspaceId: string; name: string; now: number }]>(
    database,
    `INSERT OR IGNORE INTO profile (id, workspace_id, name, role, created_at)
     VALUES (@id, @workspaceId, @name,
       CASE WHEN EXISTS (SELECT 1 FROM profile WHERE workspace_id = @workspaceId AND role = 'admin')
         THEN 'member' ELSE 'admin' END, @now)`,
  );
  const taken = prepare<[string], { name: string }>(database, 'SELECT name FROM profile WHERE workspace_id = ?');
  for (const [at, { id, workspaceId }] of named.all().entries()) {
    insert.run({ id, workspaceId, name: freeName(firstName, taken.all(workspaceId)), now: now + at });
  }
}

/**
 * Tokens whose registration is lost remain valid until they expire but cannot be refreshed: a refresh token is bound to
 * its client (RFC 6749 section 6). Non-interactive grants request a new token instead.
 */
function makeRegistrations(database: Database, now: number): void {
  const orphaned = 'registration_id NOT IN (SELECT id FROM client_registration)';
  const steps = [
    `DELETE FROM token_set WHERE ${orphaned} AND grant_type IN ('client_credentials', 'identity_assertion', 'jwt_bearer')`,
    `UPDATE token_set SET refresh_token = NULL WHERE ${orphaned}`,
    // Marked as replaced, so that no sign-in uses it; deleted together with these tokens.
    `INSERT INTO client_registration (id, workspace_id, issuer, kind, return_path, redirect_uri, client_id,
         token_endpoint_auth_method, registered_at, replaced_at)
       SELECT registration_id, server.workspace_id, token_set.issuer, 'dynamic', 'none', '', '', 'none', ${now}, ${now}
         FROM token_set JOIN server ON server.id = server_id
        WHERE ${orphaned} AND server.workspace_id IN (SELECT id FROM workspace) GROUP BY registration_id`,
  ];
  for (const step of steps) database.exec(step);
}

/** Applies the delete rule of each remaining foreign key that has no parent. */
function releaseOrphans(database: Database): void {
  const all = references(database);
  for (let changed = 1; changed > 0;) {
    changed = 0;
    for (const reference of all) {
      const { table, from, onDelete } = reference;
      const change = onDelete === 'SET NULL' ? `UPDATE ${table} SET ${from} = NULL` : `DELETE FROM ${table}`;
      changed += database.prepare(`${change} WHERE ${isOrphan(reference)}`).run().changes;
    }
  }
}

/** A workspace without an admin could never be changed again. */
function makeAdmins(database: Database, now: number, name: string): void {
  const without = prepare<[], { id: string }>(
    database,
    `SELECT id FROM workspace WHERE id NOT IN (SELECT workspace_id FROM profile WHERE role = 'admin')`,
  );
  const insert = prepare<[id: string, workspaceId: string, name: string, now: number]>(
    database,
    `INSERT INTO profile (id, workspace_id, name, role, created_at) VALUES (?, ?, ?, 'admin', ?)`,
  );
  const taken = prepare<[string], { name: string }>(database, 'SELECT name FROM profile WHERE workspace_id = ?');
  for (const { id } of without.all()) insert.run(randomUUID(), id, freeName(name, taken.all(id)), now);
}

function freeName(name: string, taken: readonly { name: string }[]): string {
  const names = new Set(taken.map((row) => row.name));
  for (let at = 1; ; at += 1) {
    const free = at === 1 ? name : `${name} ${at}`;
    if (!names.has(free)) return free;
  }
}

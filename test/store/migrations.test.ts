import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../src-main/store/database.ts';
import { migrationsUpTo } from '../support/earlier-form.ts';
import { migrations, temporaryFolder } from './fixture.ts';

/** SHA-256 of each. People have databases that these made, so none of them may ever change. */
const shipped: Record<string, string> = {
  '0001_initial.sql': '9d7dc1a4fab1f16badc2407de8c44d3562fdb11db147399bfd7360c66c02f5a9',
  '0002_sign_in_settings.sql': '42750fd0a2802da1055c3b89a5c6a0b62d8ae42b677322b81f28e97c766c66d9',
  '0003_typed_clients.sql': 'f7b0e370ee9467fa34dc0429bbfabd784f090505c4b0e644cca520dec72efd18',
  '0004_renewal_lease.sql': '3d398c242c131ef8fb7686ce916ee9a95c302445cbe1ef79191371ab38bf282f',
  '0005_profile_last_used.sql': '1a0f82a83559ca62e006c4168be68b3ecd45a869bdd1b00f2c4d16a109e2e14f',
  '0006_data_key_handover.sql': '5872c068aebc17a1ae0713775e9b7a626f5bea64aca8cc5c87bf8db0835f2b19',
  '0007_token_set_by_rowid.sql': '124ccca5dfc328e9537bbe0cdc5938abead4ca34929901671f424a0badd374ec',
  '0008_activity_detail.sql': '1ca0040db337a630905c6ab57a84f900a99ff47d36771e9d00d2678577d38ddd',
  '0009_token_set_by_profile.sql': '07d2e53a1e6855a8cd1df7583108c210891b5002e43b40bb9c0782de23bda649',
  '0010_allowed_origin.sql': '26dd6038e62cfa136e8835aa6f339ba1af1668dc3635b78fa213e15b7a70cb7d',
  '0011_lock.sql': 'dbe9477f4f6f3a3f850165d042e69fc9baa31e55e11e7b63c3a76dbbea01f001',
  '0012_token_set_account.sql': '41d39c15e72d40276666bcae64e14cad125aaa129d5ac524ced12621b23c2ac7',
  '0013_token_set_facts.sql': '43f56b2c93bb9e49cab31ef34881ae0938381abcaf611fee8546a4cbf1c71922',
  '0014_client_registration_endpoints.sql': '9b956762a3460b2f82d61fe1fb1d9b87bb263909ab249a6860bcd4a548db25c0',
  '0015_allowed_hosts.sql': '882fdc3a07086f3f6ba7a8f7a6a09c2387254870a544e4d21a783fa43a1b4369',
  '0016_workspace_client_metadata.sql': '8c675426571756068a38ee5e15e56d147960035bcdfa9ba24e961820cb6ee14c',
  '0017_tool_waiver.sql': '777dae353f9e50f234df1535235cf5ed94751ad8a442f6f7fd22a5b9e899fd69',
  '0018_certificate_authority.sql': 'e019bba9fdd82384dc7f032254b13364133de8ac63c120de2b345a4ac6cf4bdf',
  '0019_jwt_bearer.sql': 'd71331681d68a650fd5dadde710e5e55ef677313c0268274a6d52abc4ee58be1',
  '0020_added_to_requests.sql': 'ef8e44a4bba0eef407dca12d53a1f678363fde14519c1933a162e4354f064b43',
  '0021_server_late_challenge.sql': 'a2b8e7b2feab20e844225bd83d8ebd07fb3c00f795181ebda436363a7208dc35',
  '0022_cancelled_requests.sql': 'd24908a777e281f22188c28b9aead2d44320c154f57d54cb558610ea6d244f47',
  '0023_key.sql': 'da38b78edfdfd885cdeee6a0803865ebd2ee83c36fd0e3675d8329de2d60963b',
  '0024_registration.sql': '8a06bb90c6c2cf8303928ca54de2c416a78c5acaf87dc47cc5eb5bc1d65dbd84',
  '0025_allowed_sign_in_origin.sql': 'b3c05502edf97ddf92caa5362e0ee03f460ad4cceef83710fd47bd974021dd7b',
  '0026_server_alias.sql': 'e7a2baeb290be0b9bd7f17a8263715a68b97a39956e7019bb9d6bbcb520f9860',
  '0027_program_grant.sql': '10076446f6638effb68be86317a2547e55fff391bde56cc4a87b903b395a8a8d',
  '0028_agent_call.sql': '3ffbb93a0ccbd560119b724419a9e5e2091f0a32177a3342705fd18358f94087',
  '0029_list_cache.sql': '298a5d2f244b033f2126d770fe927ffa30a99d2ada6922fbbac201b961b44792',
  '0030_tools_of_grants.sql': 'fc8c9bbaee7a2163b222821300e9c08f1b13a190db5358526f9e4d5c23247a22',
  '0031_forwarding.sql': 'f46640062344710b3dc0d75d55c59fb2c94ec1d522a817e6a821511e08332083',
  '0032_wiring.sql': '215fb08c00751bde28da2680b9bca6e2d75394c9ad0484f5dad4255584865e6b',
  '0033_grants_of_slots.sql': '47605f804bfd3335bc70c4e56f4d8b373515695ab428f5bce56875db26f7e2df',
  '0034_calls_of_programs.sql': 'cc2aae81c44db505eec2c83b5743f42c64a2723f016e001aad553350e5f7b33f',
  '0035_tool_input.sql': '5a0f53c75531432c798c7ff4d3464373a6a08d0b96d006b394d68247373c993e',
};

it('a shipped migration is unchanged: add the hash of a new one here, and change none', () => {
  const hashes = readdirSync(migrations).map((name) => [
    name,
    createHash('sha256')
      .update(readFileSync(join(migrations, name)))
      .digest('hex'),
  ]);
  expect(
    Object.fromEntries(hashes),
    'A new migration: run `sha256sum migrations/*` and add its line to `shipped` in the commit that adds it. ' +
      'A migration that was shipped must not change: undo that, and write another migration.',
  ).toEqual(shipped);
});

/** What each version could keep, in its own columns. The rows of a version are these and those of the ones before. */
const rowsSince: Record<number, string> = {
  1: `
    INSERT INTO workspace (id, name, created_at) VALUES ('w1', 'Home', 101), ('w2', 'Work', 102);
    INSERT INTO profile (id, workspace_id, name, role, created_at)
      VALUES ('p1', 'w1', 'Ann', 'admin', 111), ('p2', 'w1', 'Bob', 'member', 112), ('p3', 'w2', 'Cho', 'admin', 113);
    INSERT INTO server (id, workspace_id, name, url, account, return_path, enabled, requires_sign_in, created_at)
      VALUES ('s1', 'w1', 'Notes', 'https://notes.example/mcp', 'own', 'loopback', 1, 1, 121),
             ('s2', 'w1', 'Shared', 'https://shared.example/mcp', 'shared', 'automatic', 0, NULL, 122);
    INSERT INTO client_registration (id, workspace_id, issuer, kind, return_path, redirect_uri, client_id, client_secret,
        secret_expires_at, token_endpoint_auth_method, registered_at, replaced_at)
      VALUES ('r1', 'w1', 'https://login.example', 'dynamic', 'loopback', 'http://127.0.0.1:1/cb', 'c1', x'0101', 131,
               'client_secret_basic', 132, NULL),
             ('r0', 'w1', 'https://login.example', 'dynamic', 'loopback', 'http://127.0.0.1:2/cb', 'c0', NULL, NULL,
               'none', 133, 134);
    INSERT INTO issuer_return_path (workspace_id, issuer, return_path, learned_at)
      VALUES ('w1', 'https://login.example', 'loopback', 141);
    INSERT INTO authorization_request (state, server_id, profile_id, initiator_id, registration_id, issuer,
        authorization_server, redirect_uri, return_path, scope, resource, code_verifier, created_at)
      VALUES ('q1', 's1', 'p2', 'p1', 'r1', 'https://login.example', '{"issuer":"https://login.example"}',
               'http://127.0.0.1:1/cb', 'loopback', 'read write', 'https://notes.example/', x'0202', 151);
    INSERT INTO token_set (id, server_id, profile_id, registration_id, issuer, authorization_server, resource, scope,
        access_token, refresh_token, issued_at, expires_at, signed_in_at, signed_in_by, ended_at, end_reason)
      VALUES ('t1', 's1', 'p1', 'r1', 'https://login.example', '{"token_endpoint":"https://login.example/t"}',
               'https://notes.example/', 'read', x'0303', x'0404', 161, 162, 163, 'p1', NULL, NULL),
             ('t2', 's1', 'p2', 'r0', 'https://other.example', '{}', '', '', NULL, NULL, 164, NULL, 165, 'p2', 166, 'refresh_refused'),
             ('t3', 's2', NULL, 'r1', 'https://login.example', '{"a":1}', 'https://shared.example/mcp', 'all', x'0505',
               NULL, 167, NULL, 168, 'p1', NULL, NULL);
    INSERT INTO data_key (id, backend, wrapped_key, check_value, created_at) VALUES ('k1', 'keychain', x'0606', x'0707', 171);
    INSERT INTO activity (id, workspace_id, profile_id, server_id, kind, outcome, at)
      VALUES (7, 'w1', 'p1', 's1', 'connected', 'done', 181), (9, 'w1', NULL, NULL, 'removed', 'refused', 182);`,
  2: `
    UPDATE server SET grant_type = 'identity_assertion', issuer = 'https://i.example', authorization_endpoint = 'https://a.example',
        token_endpoint = 'https://t.example', client_id = 'typed', client_issuer = 'https://ci.example',
        authentication_method = 'private_key_jwt', scope = 'one two', send_resource = 0,
        identity_token_endpoint = 'https://it.example', identity_client_id = 'ic', note = 'a note', call_timeout = 201,
        tool_prefix = 'n_' WHERE id = 's1';
    INSERT INTO server_secret (id, server_id, kind, value, saved_at) VALUES ('s1 headers', 's1', 'headers', x'0808', 202);
    INSERT INTO client_registration (id, workspace_id, issuer, kind, return_path, redirect_uri, client_id, client_secret,
        private_key, secret_expires_at, token_endpoint_auth_method, registered_at, replaced_at)
      VALUES ('r2', 'w1', 'https://login.example', 'dynamic', 'none', '', 'c2', NULL, x'0909', NULL, 'private_key_jwt', 203, NULL);
    UPDATE authorization_request SET dpop_key = x'0a0a';
    UPDATE token_set SET grant_type = 'device_code', token_type = 'dpop', dpop_key = x'0b0b' WHERE id = 't1';`,
  3: `
    INSERT INTO client_registration (id, workspace_id, issuer, kind, return_path, redirect_uri, client_id,
        token_endpoint_auth_method, registered_at)
      VALUES ('r3', 'w1', 'https://login.example', 'pre_registered', 'loopback', 'http://127.0.0.1:3/cb', 'typed', 'none', 301);`,
  4: `INSERT INTO renewal_lease (token_set_id, server_id, owner, taken_at, expires_at) VALUES ('t1', 's1', 'o', 401, 402);`,
  5: `UPDATE profile SET used_at = 501 WHERE id = 'p2';`,
  6: `UPDATE data_key SET handover = x'0c0c';`,
  7: `INSERT INTO token_set (id, server_id, profile_id, registration_id, issuer, authorization_server, resource, scope,
        access_token, issued_at, signed_in_at, signed_in_by)
      VALUES ('t4', 's2', 'p1', 'r1', 'https://login.example', '{"b":2}', 'r', 's', x'0d0d', 701, 702, 'p1');`,
  8: `UPDATE activity SET subject = 'a tool' WHERE id = 7;`,
  9: `INSERT INTO activity (id, workspace_id, profile_id, server_id, kind, outcome, at, subject)
      VALUES (11, 'w2', 'p3', NULL, 'added', 'done', 901, 'ninth');`,
  10: `INSERT INTO allowed_origin (workspace_id, origin, allowed_by, allowed_at) VALUES ('w1', 'https://nas.local:8443', 'p1', 1001);`,
  11: `INSERT INTO lock (id, salt, hash, cost, failures, failed_at) VALUES (1, x'0e0e', x'0f0f', 131072, 2, 1101);`,
  12: `UPDATE token_set SET account = 'ann@example.com' WHERE id = 't1';`,
};

const bytes = (hex: string) => Buffer.from(hex, 'hex');

/** The rows after the upgrade, by column. `since(2, x, y)`: x where the rows are of version 2 or later, else y. */
function expected(version: number): Record<string, unknown[]> {
  const since = <T, U>(from: number, then: T, before: U): T | U => (version >= from ? then : before);
  const only = (from: number, row: object) => (version >= from ? [row] : []);
  return {
    workspace: [
      { id: 'w1', name: 'Home', created_at: 101, client_metadata_url: null },
      { id: 'w2', name: 'Work', created_at: 102, client_metadata_url: null },
    ],
    profile: [
      { id: 'p1', workspace_id: 'w1', name: 'Ann', role: 'admin', created_at: 111, used_at: 0 },
      { id: 'p2', workspace_id: 'w1', name: 'Bob', role: 'member', created_at: 112, used_at: since(5, 501, 0) },
      { id: 'p3', workspace_id: 'w2', name: 'Cho', role: 'admin', created_at: 113, used_at: 0 },
    ],
    server: [
      {
        id: 's1',
        workspace_id: 'w1',
        name: 'Notes',
        url: 'https://notes.example/mcp',
        account: 'own',
        return_path: 'loopback',
        enabled: 1,
        requires_sign_in: 1,
        created_at: 121,
        grant_type: since(2, 'identity_assertion', 'authorization_code'),
        issuer: since(2, 'https://i.example', null),
        authorization_endpoint: since(2, 'https://a.example', null),
        token_endpoint: since(2, 'https://t.example', null),
        client_id: since(2, 'typed', null),
        client_issuer: since(2, 'https://ci.example', null),
        authentication_method: since(2, 'private_key_jwt', null),
        scope: since(2, 'one two', null),
        send_resource: since(2, 0, 1),
        identity_token_endpoint: since(2, 'https://it.example', null),
        identity_client_id: since(2, 'ic', null),
        note: since(2, 'a note', ''),
        call_timeout: since(2, 201, null),
        tool_prefix: since(2, 'n_', ''),
        assertion_file: null,
        offline_access: 1,
        ask_consent: 1,
        late_challenge: null,
        key_place: 'bearer',
        key_header: null,
        redirect_uri: null,
      },
      {
        id: 's2',
        workspace_id: 'w1',
        name: 'Shared',
        url: 'https://shared.example/mcp',
        account: 'shared',
        return_path: 'automatic',
        enabled: 0,
        requires_sign_in: null,
        created_at: 122,
        grant_type: 'authorization_code',
        issuer: null,
        authorization_endpoint: null,
        token_endpoint: null,
        client_id: null,
        client_issuer: null,
        authentication_method: null,
        scope: null,
        send_resource: 1,
        identity_token_endpoint: null,
        identity_client_id: null,
        note: '',
        call_timeout: null,
        tool_prefix: '',
        assertion_file: null,
        offline_access: 1,
        ask_consent: 1,
        late_challenge: null,
        key_place: 'bearer',
        key_header: null,
        redirect_uri: null,
      },
    ],
    server_secret: only(2, {
      id: 's1 headers',
      server_id: 's1',
      kind: 'headers',
      value: bytes('0808'),
      saved_at: 202,
    }),
    client_registration: [
      registration({
        id: 'r0',
        redirect_uri: 'http://127.0.0.1:2/cb',
        client_id: 'c0',
        registered_at: 133,
        replaced_at: 134,
      }),
      registration({
        id: 'r1',
        redirect_uri: 'http://127.0.0.1:1/cb',
        client_id: 'c1',
        client_secret: bytes('0101'),
        secret_expires_at: 131,
        token_endpoint_auth_method: 'client_secret_basic',
        registered_at: 132,
      }),
      ...only(
        2,
        registration({
          id: 'r2',
          return_path: 'none',
          redirect_uri: '',
          client_id: 'c2',
          private_key: bytes('0909'),
          token_endpoint_auth_method: 'private_key_jwt',
          registered_at: 203,
        }),
      ),
      ...only(
        3,
        registration({
          id: 'r3',
          kind: 'pre_registered',
          redirect_uri: 'http://127.0.0.1:3/cb',
          client_id: 'typed',
          registered_at: 301,
        }),
      ),
    ],
    issuer_return_path: [
      { workspace_id: 'w1', issuer: 'https://login.example', return_path: 'loopback', learned_at: 141 },
    ],
    authorization_request: [
      {
        state: 'q1',
        server_id: 's1',
        profile_id: 'p2',
        initiator_id: 'p1',
        registration_id: 'r1',
        issuer: 'https://login.example',
        authorization_server: '{"issuer":"https://login.example"}',
        redirect_uri: 'http://127.0.0.1:1/cb',
        return_path: 'loopback',
        scope: 'read write',
        resource: 'https://notes.example/',
        code_verifier: bytes('0202'),
        created_at: 151,
        dpop_key: since(2, bytes('0a0a'), null),
        cancelled_at: null,
      },
    ],
    token_set: [
      tokens({
        id: 't1',
        server_id: 's1',
        profile_id: 'p1',
        authorization_server: '{"token_endpoint":"https://login.example/t"}',
        resource: 'https://notes.example/',
        scope: 'read',
        grant_type: since(2, 'device_code', 'authorization_code'),
        token_type: since(2, 'dpop', 'bearer'),
        dpop_key: since(2, bytes('0b0b'), null),
        access_token: bytes('0303'),
        refresh_token: bytes('0404'),
        issued_at: 161,
        expires_at: 162,
        signed_in_at: 163,
        account: since(12, 'ann@example.com', null),
      }),
      tokens({
        id: 't2',
        server_id: 's1',
        profile_id: 'p2',
        registration_id: 'r0',
        issuer: 'https://other.example',
        authorization_server: '{}',
        resource: '',
        scope: '',
        issued_at: 164,
        signed_in_at: 165,
        signed_in_by: 'p2',
        ended_at: 166,
        end_reason: 'refresh_refused',
      }),
      tokens({
        id: 't3',
        server_id: 's2',
        authorization_server: '{"a":1}',
        resource: 'https://shared.example/mcp',
        scope: 'all',
        access_token: bytes('0505'),
        issued_at: 167,
        signed_in_at: 168,
      }),
      ...only(
        7,
        tokens({
          id: 't4',
          server_id: 's2',
          profile_id: 'p1',
          authorization_server: '{"b":2}',
          resource: 'r',
          scope: 's',
          access_token: bytes('0d0d'),
          issued_at: 701,
          signed_in_at: 702,
        }),
      ),
    ],
    data_key: [
      {
        id: 'k1',
        backend: 'keychain',
        wrapped_key: bytes('0606'),
        check_value: bytes('0707'),
        created_at: 171,
        handover: since(6, bytes('0c0c'), null),
      },
    ],
    activity: [
      {
        id: 7,
        workspace_id: 'w1',
        profile_id: 'p1',
        server_id: 's1',
        kind: 'connected',
        outcome: 'done',
        at: 181,
        subject: since(8, 'a tool', null),
      },
      {
        id: 9,
        workspace_id: 'w1',
        profile_id: null,
        server_id: null,
        kind: 'removed',
        outcome: 'refused',
        at: 182,
        subject: null,
      },
      ...only(9, {
        id: 11,
        workspace_id: 'w2',
        profile_id: 'p3',
        server_id: null,
        kind: 'added',
        outcome: 'done',
        at: 901,
        subject: 'ninth',
      }),
    ],
    renewal_lease: only(4, { token_set_id: 't1', server_id: 's1', owner: 'o', taken_at: 401, expires_at: 402 }),
    allowed_origin: only(10, {
      workspace_id: 'w1',
      origin: 'https://nas.local:8443',
      allowed_by: 'p1',
      allowed_at: 1001,
    }),
    lock: only(11, {
      id: 1,
      salt: bytes('0e0e'),
      hash: bytes('0f0f'),
      cost: 131_072,
      failures: 2,
      failed_at: 1101,
    }),
  };
}

const registration = (other: object) => ({
  workspace_id: 'w1',
  issuer: 'https://login.example',
  kind: 'dynamic',
  return_path: 'loopback',
  client_secret: null,
  private_key: null,
  secret_expires_at: null,
  token_endpoint_auth_method: 'none',
  replaced_at: null,
  endpoints: '',
  scope: null,
  ...other,
});

const tokens = (other: object) => ({
  profile_id: null,
  registration_id: 'r1',
  issuer: 'https://login.example',
  grant_type: 'authorization_code',
  token_type: 'bearer',
  dpop_key: null,
  access_token: null,
  refresh_token: null,
  expires_at: null,
  signed_in_by: 'p1',
  account: null,
  ended_at: null,
  end_reason: null,
  ...other,
});

/** A database with a version's own rows, migrated by the current Keyfob. */
function broughtForwardFrom(version: number): Database {
  const file = join(temporaryFolder(), 'keyfob.db');
  const folder = migrationsUpTo(version);
  onTestFinished(() => rmSync(join(folder, '..'), { recursive: true }));
  const then = openDatabase(file, { migrations: folder });
  for (let since = 1; since <= version; since += 1) then.exec(rowsSince[since] ?? '');
  expect(then.pragma('user_version', { simple: true })).toBe(version);
  then.close();
  const database = openDatabase(file, { migrations });
  onTestFinished(() => void database.close());
  return database;
}

describe.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])('a database of version %i', (version) => {
  it('has every row, in every column, after the upgrade', () => {
    const database = broughtForwardFrom(version);
    for (const [table, rows] of Object.entries(expected(version)))
      expect(database.prepare(`SELECT * FROM ${table} ORDER BY 1`).all(), table).toEqual(rows);
    expect(database.pragma('foreign_key_check')).toEqual([]);
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('has one sign-in for each slot, and one registration in use, after the upgrade: a second one is refused', () => {
    const database = broughtForwardFrom(version);
    const tokensAgain = (id: string, slot: string) => () =>
      database.exec(
        `INSERT INTO token_set (id, server_id, profile_id, registration_id, issuer, authorization_server, resource, scope,
             access_token, issued_at, signed_in_at, signed_in_by)
           VALUES ('${id}', ${slot}, 'r1', 'i', '{}', '', '', x'11', 1, 1, 'p1')`,
      );
    const unique = expect.objectContaining({ code: 'SQLITE_CONSTRAINT_UNIQUE' });
    expect(tokensAgain('t8', `'s2', NULL`)).toThrow(unique);
    expect(tokensAgain('t8', `'s1', 'p1'`)).toThrow(unique);
    expect(tokensAgain('t8', `'s1', NULL`)).not.toThrow();
    expect(tokensAgain('t9', `'s2', 'p2'`)).not.toThrow();
    const registrationAgain = (id: string, kind: string, clientId: string) => () =>
      database.exec(
        `INSERT INTO client_registration (id, workspace_id, issuer, kind, return_path, redirect_uri, client_id,
             token_endpoint_auth_method, registered_at, endpoints)
           VALUES ('${id}', 'w1', 'https://login.example', '${kind}', 'loopback', 'x:/', '${clientId}', 'none', 1, '')`,
      );
    expect(registrationAgain('r8', 'dynamic', 'c8')).toThrow(unique);
    expect(registrationAgain('r8', 'pre_registered', 'c8')).not.toThrow();
    expect(registrationAgain('r9', 'pre_registered', 'c8')).toThrow(unique);
  });

  it('loses every row that belongs to a server, a profile and a registration with it, after the upgrade', () => {
    const database = broughtForwardFrom(version);
    const left = (table: string) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    database.exec(`DELETE FROM server WHERE id = 's1'`);
    expect(['token_set', 'authorization_request', 'server_secret', 'renewal_lease'].map(left)).toEqual([
      version >= 7 ? 2 : 1,
      0,
      0,
      0,
    ]);
    database.exec(`DELETE FROM client_registration WHERE id = 'r1'`);
    expect(left('token_set')).toBe(0);
  });
});

it('the rows of every version need that version: an earlier one does not accept them', () => {
  for (const [text, statements] of Object.entries(rowsSince)) {
    const version = Number(text);
    // Versions 3, 7 and 9 accept more rows, and have no new column.
    if ([1, 3, 7, 9].includes(version)) continue;
    const folder = migrationsUpTo(version - 1);
    onTestFinished(() => rmSync(join(folder, '..'), { recursive: true }));
    const database = openDatabase(':memory:', { migrations: folder });
    expect(() => database.exec(statements), text).toThrow(BetterSqlite3.SqliteError);
    database.close();
  }
});

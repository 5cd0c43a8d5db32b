import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src-main/base/secret.ts';
import { StoreError } from '../../../src-main/store/errors.ts';
import { furnished, listKeyFor, now, registrationFor, requestFor, tokensFor } from '../fixture.ts';

/** One of every sealed value, and whether it can be decrypted. */
function everything() {
  const parts = furnished();
  const { database, store, workspace, server, admin, member } = parts;
  const secret = (text: string) => new Secret(text);
  const registration = store.clientRegistrations.save(
    registrationFor(workspace.id, { clientSecret: secret('client'), privateKey: secret('key') }),
  );
  // Other rows that an attacker could refer to.
  const other = store.clientRegistrations.save(registrationFor(workspace.id, { issuer: 'https://other.example' }));
  const otherServer = store.servers.insert({
    workspaceId: workspace.id,
    name: 'Other',
    url: 'https://other.example/',
    now,
  });
  store.tokenSets.save(tokensFor(server.id, admin.id, registration.id, { tokenType: 'dpop', dpopKey: secret('dpop') }));
  store.authorizationRequests.save(requestFor(parts, registration.id, { dpopKey: secret('dpop') }));
  for (const kind of ['client_secret', 'private_key', 'id_token', 'headers'] as const)
    store.serverSecrets.save(server.id, kind, secret('{}'), now);
  store.listCache.save(listKeyFor(server.id, admin.id), 'a list', now);
  const ofTool = { profileId: admin.id, serverId: server.id, tool: 'tool' };
  store.toolInputs.save({ id: 'input-1', kind: 'last', savedAt: now, ...ofTool }, 'an input');
  const readings: Record<string, () => unknown> = {
    tokens: () => store.tokenSets.get(server.id, admin.id) ?? store.tokenSets.get(server.id, member.id),
    'tokens of the other server': () => store.tokenSets.get(otherServer.id, admin.id),
    request: () => store.authorizationRequests.take('state-1'),
    registration: () => store.clientRegistrations.byId(registration.id),
    'client secret': () => store.serverSecrets.get(server.id, 'client_secret'),
    'private key': () => store.serverSecrets.get(server.id, 'private_key'),
    'ID token': () => store.serverSecrets.get(server.id, 'id_token'),
    headers: () => store.serverSecrets.get(server.id, 'headers'),
    list: () => store.listCache.get('list-1'),
    input: () =>
      [admin.id, member.id].flatMap((profileId) =>
        [server.id, otherServer.id].flatMap((serverId) =>
          ['tool', 'other'].flatMap((tool) => store.toolInputs.of({ profileId, serverId, tool })),
        ),
      ),
  };
  /** The reads that are refused after the statement, which is then rolled back. */
  const refusedAfter = (sql: string): string[] => {
    const ids = { $member: member.id, $other: other.id, $otherServer: otherServer.id, $server: server.id };
    const text = Object.entries(ids).reduce((sum, [name, id]) => sum.replaceAll(`${name};`, `'${id}'`), sql);
    database.exec('SAVEPOINT before');
    try {
      expect(database.prepare(text).run().changes, text).toBeGreaterThan(0);
      return Object.entries(readings).flatMap(([name, read]) => (isRefused(read) ? [name] : []));
    } finally {
      database.exec('ROLLBACK TO before; RELEASE before');
    }
  };
  return { refusedAfter, readings };
}

function isRefused(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch (error) {
    if (error instanceof StoreError && error.code === 'sealed_value_refused') return true;
    throw error;
  }
}

const ofServer = ['tokens', 'request', 'client secret', 'private key', 'ID token'];

it.each<[statement: string, refused: string[]]>([
  ["UPDATE server SET url = 'https://evil.example/' WHERE id = $server;", [...ofServer, 'headers', 'list']],
  ["UPDATE server SET grant_type = 'client_credentials' WHERE id = $server;", ofServer],
  ["UPDATE server SET issuer = 'https://evil.example' WHERE id = $server;", ofServer],
  ["UPDATE server SET authorization_endpoint = 'https://evil.example/a' WHERE id = $server;", ofServer],
  ["UPDATE server SET token_endpoint = 'https://evil.example/t' WHERE id = $server;", ofServer],
  ["UPDATE server SET client_id = 'another' WHERE id = $server;", ofServer],
  ["UPDATE server SET authentication_method = 'client_secret_post' WHERE id = $server;", ofServer],
  ['UPDATE server SET send_resource = 0 WHERE id = $server;', ofServer],
  ["UPDATE server SET identity_token_endpoint = 'https://evil.example/i' WHERE id = $server;", ofServer],
  ["UPDATE server SET identity_client_id = 'another' WHERE id = $server;", ofServer],
  [
    "UPDATE server SET client_issuer = 'https://evil.example' WHERE id = $server;",
    ['client secret', 'private key', 'ID token'],
  ],

  ["UPDATE tool_input SET tool = 'other'", ['input']],
  ["UPDATE tool_input SET kind = 'preset'", ['input']],
  ['UPDATE tool_input SET profile_id = $member;', ['input']],
  ['UPDATE tool_input SET server_id = $otherServer;', ['input']],

  ["UPDATE list_cache SET account = 'ben'", ['list']],
  ['UPDATE list_cache SET client = 7', ['list']],
  ['UPDATE list_cache SET profile_id = $member;', ['list']],
  ['UPDATE list_cache SET server_id = $otherServer;', ['list']],

  ["UPDATE token_set SET issuer = 'https://evil.example'", ['tokens']],
  ...[
    'token_endpoint',
    'revocation_endpoint',
    'device_authorization_endpoint',
    'pushed_authorization_request_endpoint',
    'registration_endpoint',
    'issuer',
  ].flatMap((member): [string, string[]][] => [
    [
      `UPDATE token_set SET authorization_server = json_set(authorization_server, '$.${member}', 'https://evil.example')`,
      ['tokens'],
    ],
    [
      `UPDATE authorization_request
         SET authorization_server = json_set(authorization_server, '$.${member}', 'https://evil.example')`,
      ['request'],
    ],
  ]),
  ["UPDATE token_set SET resource = 'https://evil.example/'", ['tokens']],
  ['UPDATE token_set SET registration_id = $other;', ['tokens']],
  ['UPDATE token_set SET profile_id = $member;', ['tokens']],
  ['UPDATE token_set SET server_id = $otherServer;', ['tokens of the other server']],
  ["UPDATE token_set SET grant_type = 'client_credentials'", ['tokens']],
  ["UPDATE token_set SET token_type = 'bearer'", ['tokens']],

  ["UPDATE authorization_request SET issuer = 'https://evil.example'", ['request']],
  ["UPDATE authorization_request SET resource = 'https://evil.example/'", ['request']],
  ["UPDATE authorization_request SET redirect_uri = 'app.keyfob:/other'", ['request']],
  ["UPDATE authorization_request SET return_path = 'loopback'", ['request']],
  ['UPDATE authorization_request SET registration_id = $other;', ['request']],
  ['UPDATE authorization_request SET profile_id = $member;', ['request']],
  ['UPDATE authorization_request SET profile_id = NULL', ['request']],
  ['UPDATE authorization_request SET initiator_id = $member;', ['request']],
  ['UPDATE authorization_request SET server_id = $otherServer;', ['request']],

  ["UPDATE client_registration SET issuer = 'https://evil.example' WHERE client_secret IS NOT NULL", ['registration']],
  ["UPDATE client_registration SET kind = 'pre_registered' WHERE client_secret IS NOT NULL", ['registration']],
  ["UPDATE client_registration SET return_path = 'loopback' WHERE client_secret IS NOT NULL", ['registration']],
  ["UPDATE client_registration SET redirect_uri = 'x:/' WHERE client_secret IS NOT NULL", ['registration']],
  ["UPDATE client_registration SET client_id = 'another' WHERE client_secret IS NOT NULL", ['registration']],
  [
    "UPDATE client_registration SET token_endpoint_auth_method = 'client_secret_post' WHERE client_secret IS NOT NULL",
    ['registration'],
  ],
  [
    `UPDATE client_registration SET endpoints = '["https://evil.example/t",null,null,null]' WHERE client_secret IS NOT NULL`,
    ['registration'],
  ],

  ["UPDATE server_secret SET server_id = $otherServer; WHERE kind = 'headers'", ['headers']],
])('%s: the sealed value is refused', (statement, refused) => {
  const { refusedAfter } = everything();
  expect(refusedAfter(statement)).toEqual(refused);
});

describe('a field of a server that does not decide where a secret is sent', () => {
  it.each([
    "UPDATE server SET name = 'Other', note = 'n', tool_prefix = 'p', call_timeout = 1, enabled = 0, requires_sign_in = 1",
    "UPDATE server SET scope = 'other', return_path = 'loopback'",
    "UPDATE token_set SET scope = 'other', account = 'someone', expires_at = 1, issued_at = 1",
  ])('%s: everything opens', (statement) => {
    const { refusedAfter } = everything();
    expect(refusedAfter(statement)).toEqual([]);
  });

  it('is the control for the above: everything opens where nothing was changed', () => {
    const { readings } = everything();
    for (const [name, read] of Object.entries(readings))
      if (name !== 'tokens of the other server') expect(read(), name).toBeDefined();
  });
});

describe('a change by Keyfob itself', () => {
  it('of the address, the settings or the issuer of a client keeps what a person entered', () => {
    const { store, workspace, server } = furnished();
    const kinds = ['client_secret', 'private_key', 'id_token', 'headers'] as const;
    for (const kind of kinds) store.serverSecrets.save(server.id, kind, new Secret(`my ${kind}`), now);
    store.servers.setUrl(workspace.id, server.id, 'https://moved.example/mcp');
    store.servers.change(workspace.id, server.id, {
      tokenEndpoint: 'https://moved.example/token',
      sendResource: false,
    });
    store.servers.setClientIssuer(workspace.id, server.id, 'https://login.example');
    expect(kinds.map((kind) => store.serverSecrets.get(server.id, kind)?.reveal())).toEqual([
      'my client_secret',
      'my private_key',
      'my id_token',
      'my headers',
    ]);
  });

  it('does not make a value open that was refused before', () => {
    const { database, store, workspace, server } = furnished();
    store.serverSecrets.save(server.id, 'headers', new Secret('{}'), now);
    database.exec(`UPDATE server SET url = 'https://evil.example/'`);
    store.servers.change(workspace.id, server.id, { note: 'seen' });
    store.servers.setUrl(workspace.id, server.id, 'https://moved.example/mcp');
    expect(() => store.serverSecrets.get(server.id, 'headers')).toThrow(
      expect.objectContaining({ code: 'sealed_value_refused' }),
    );
  });

  it('of the destination of tokens never keeps the tokens', () => {
    const { store, workspace, server, admin } = furnished();
    const registration = store.clientRegistrations.save(registrationFor(workspace.id));
    store.tokenSets.save(tokensFor(server.id, admin.id, registration.id));
    store.servers.setUrl(workspace.id, server.id, 'https://moved.example/mcp');
    expect(() => store.tokenSets.get(server.id, admin.id)).toThrow(
      expect.objectContaining({ code: 'sealed_value_refused' }),
    );
  });
});

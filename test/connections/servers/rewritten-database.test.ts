import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { accessToken } from '../../../src-main/connections/tokens/access-token.ts';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { disconnect } from '../../../src-main/connections/sign-out/disconnect.ts';
import { finishAuthorization } from '../../../src-main/connections/sign-in/finish-authorization.ts';
import { changeSettings } from '../../../src-main/connections/servers/settings.ts';
import { answerPages } from '../../fixtures/person.ts';
import { startCompany } from '../../support/company.ts';
import { startMcpServer } from '../../fixtures/mcp-server.ts';
import { startKeyfob, type Keyfob } from '../../support/keyfob.ts';
import { machineClient } from '../../support/machine-client.ts';
import { startRealParts } from '../../support/real-parts.ts';
import { json, scriptedServer, type ScriptedServer } from '../../support/scripted-server.ts';
import { scriptedSite } from '../../support/scripted-site.ts';
import { toolsOf } from '../../support/tools.ts';
import { openTemporary } from '../../store/fixture.ts';

/*
 * An attacker who can write the database, and has no key, tries to have a secret sent to an address of theirs: a real
 * listener, which gets no request or at least never the secret.
 */

const hour = 3_600_000;

/** Answers each request as an authorization server or an MCP server would, so that a secret would be sent to it. */
async function startThief(): Promise<ScriptedServer> {
  const thief = await scriptedServer();
  const tokens = json({ access_token: 'stolen', refresh_token: 'stolen too', token_type: 'Bearer', expires_in: 3600 });
  Object.assign(thief.routes, { '/token': tokens, '/revoke': json({}), '/mcp': json({ jsonrpc: '2.0', id: 0 }) });
  return thief;
}

const heardBy = (thief: ScriptedServer): string =>
  thief.requests.map(({ path, headers, body, form }) => JSON.stringify([path, headers, body, [...form]])).join('\n');

/** The attacker's change to the file while Keyfob runs. */
function rewrite(kit: Keyfob, sql: string, ...values: (string | null)[]): void {
  const changed = openTemporary(join(kit.folder, 'keyfob.sqlite'))
    .prepare(sql)
    .run(...values).changes;
  expect(changed, sql).toBeGreaterThan(0);
}

async function signedIn() {
  const parts = await startRealParts();
  const { kit, id, authorization } = parts;
  await kit.signIn(id);
  const thief = await startThief();
  const secrets = () => authorization.secrets.map(({ value }) => value);
  const expectNothingStolen = () => {
    for (const secret of secrets()) expect(heardBy(thief)).not.toContain(secret);
    expect(heardBy(thief)).not.toMatch(/bearer /i);
  };
  return { ...parts, thief, expectNothingStolen };
}

const signInAgain = { state: 'needs_sign_in', reason: 'sign_in_ended' };

describe('a server whose address was changed in the database', () => {
  it('is never sent the token that was issued for the one before: “sign in again”', async () => {
    const { kit, id, thief, expectNothingStolen } = await signedIn();
    kit.close();
    const file = { folder: kit.folder } as Keyfob;
    rewrite(file, 'UPDATE server SET url = ?', `${thief.origin}/mcp`);
    const again = await startKeyfob({ folder: kit.folder });
    await expect(toolsOf(again, id).call('whoami')).rejects.toMatchObject({ code: 'sign_in_ended' });
    expect(again.view(id).status).toMatchObject(signInAgain);
    expectNothingStolen();
  });

  it('is not sent a token in use, in memory, either', async () => {
    const { kit, id, thief, expectNothingStolen } = await signedIn();
    await toolsOf(kit, id).call('whoami');
    rewrite(kit, 'UPDATE server SET url = ?', `${thief.origin}/mcp`);
    await expect(toolsOf(kit, id).call('whoami')).rejects.toMatchObject({ code: 'sign_in_ended' });
    expect(kit.view(id).status).toMatchObject(signInAgain);
    expectNothingStolen();
  });

  it('is not sent the tokens of a sign-in that began before', async () => {
    const { authorization, kit, id, thief, expectNothingStolen } = await signedIn();
    await connect(kit.context, kit.session, id);
    const answer = await answerPages(String(kit.opened.at(-1)));
    // While the answer of the token endpoint is on its way.
    const { save } = kit.store.tokenSets;
    kit.store.tokenSets.save = (tokens) => {
      rewrite(kit, 'UPDATE server SET url = ?', `${thief.origin}/mcp`);
      kit.store.tokenSets.save = save;
      return save(tokens);
    };
    await finishAuthorization(kit.context, answer).catch(() => undefined);
    expect(authorization.count('token', 'authorization_code')).toBe(2);
    await expect(toolsOf(kit, id).call('whoami')).rejects.toMatchObject({ code: 'sign_in_ended' });
    expectNothingStolen();
  });

  it('is not sent the headers that a person entered for the one before', async () => {
    const { kit, id, change } = await startRealParts();
    await change({ headers: { 'x-key': 'entered-canary' } });
    const thief = await startThief();
    rewrite(kit, 'UPDATE server SET url = ?', `${thief.origin}/mcp`);
    await expect(connect(kit.context, kit.session, id)).rejects.toMatchObject({ code: 'headers_needed' });
    await expect(toolsOf(kit, id).call('whoami')).rejects.toMatchObject({ code: 'headers_needed' });
    expect(heardBy(thief)).not.toContain('entered-canary');
  });

  it('is signed in again and works once its address is the right one again', async () => {
    const { kit, id, server, thief } = await signedIn();
    rewrite(kit, 'UPDATE server SET url = ?', `${thief.origin}/mcp`);
    await expect(toolsOf(kit, id).call('whoami')).rejects.toMatchObject({ code: 'sign_in_ended' });
    rewrite(kit, 'UPDATE server SET url = ?', server.url);
    await kit.signIn(id);
    expect((await toolsOf(kit, id).call('whoami')).content).toEqual([{ type: 'text', text: 'ann@example.com' }]);
    expect(kit.view(id).status.state).toBe('signed_in');
  });
});

describe('stored metadata that was changed in the database', () => {
  const withMember = (name: string) =>
    `UPDATE token_set SET authorization_server = json_set(authorization_server, '$.${name}', ?)`;

  it('does not send the refresh token to another token endpoint', async () => {
    const { kit, id, thief, expectNothingStolen } = await signedIn();
    rewrite(kit, withMember('token_endpoint'), `${thief.origin}/token`);
    kit.clock.ahead = 2 * hour;
    await expect(accessToken(kit.context, kit.slot(id))).rejects.toMatchObject({ code: 'sign_in_ended' });
    expect(kit.view(id).status).toMatchObject(signInAgain);
    expect(thief.requests).toEqual([]);
    expectNothingStolen();
  });

  it('does not send the tokens to another revocation endpoint, and signing out works', async () => {
    const { kit, id, thief, expectNothingStolen } = await signedIn();
    rewrite(kit, withMember('revocation_endpoint'), `${thief.origin}/revoke`);
    await expect(disconnect(kit.context, kit.session, id)).resolves.toBe('failed');
    expect(kit.view(id).status.state).toBe('signed_out');
    expect(thief.requests).toEqual([]);
    expectNothingStolen();
  });

  it('does not send the refresh token to another issuer', async () => {
    const { kit, id, thief, expectNothingStolen } = await signedIn();
    rewrite(
      kit,
      `UPDATE token_set SET issuer = ?, authorization_server =
         json_set(authorization_server, '$.issuer', ?, '$.token_endpoint', ?)`,
      thief.origin,
      thief.origin,
      `${thief.origin}/token`,
    );
    kit.clock.ahead = 2 * hour;
    await expect(accessToken(kit.context, kit.slot(id))).rejects.toMatchObject({ code: 'sign_in_ended' });
    expect(thief.requests).toEqual([]);
    expectNothingStolen();
  });

  it('does not send the code verifier of a waiting sign-in, and the sign-in ends with a remedy', async () => {
    const { kit, id } = await startRealParts();
    const thief = await startThief();
    await connect(kit.context, kit.session, id);
    const answer = await answerPages(String(kit.opened.at(-1)));
    const code = new URL(answer).searchParams.get('code') ?? '';
    rewrite(
      kit,
      `UPDATE authorization_request SET authorization_server = json_set(authorization_server, '$.token_endpoint', ?)`,
      `${thief.origin}/token`,
    );
    await expect(finishAuthorization(kit.context, answer)).rejects.toMatchObject({ code: 'sealed_value_refused' });
    expect(thief.requests).toEqual([]);
    expect(heardBy(thief)).not.toContain(code);
    expect(kit.completed()).toEqual(['storage_failed']);
    await kit.signIn(id);
    expect(kit.view(id).status.state).toBe('signed_in');
  });
});

describe('settings that were changed in the database', () => {
  it('do not send a client secret to another token endpoint', async () => {
    const { clients, settings, secret } = machineClient('client_secret_post');
    const { authorization, kit, id } = await startRealParts({
      authorization: { clients, clientCredentials: true },
      settings,
    });
    await connect(kit.context, kit.session, id);
    const thief = await startThief();
    // The issuer stays: the client is bound to it.
    rewrite(kit, 'UPDATE server SET token_endpoint = ?, issuer = ?', `${thief.origin}/token`, authorization.issuer);
    await expect(connect(kit.context, kit.session, id)).rejects.toMatchObject({ code: 'client_id_needed' });
    kit.clock.ahead = 2 * hour;
    await expect(accessToken(kit.context, kit.slot(id))).rejects.toMatchObject({ code: 'sign_in_ended' });
    expect(heardBy(thief)).not.toContain(new URLSearchParams({ secret }).toString().slice('secret='.length));
    expect(heardBy(thief)).not.toContain('client_secret');
  });

  it('do not send an ID token to another identity provider', async () => {
    const company = await startCompany();
    const server = await startMcpServer({ authorization: company.issuer, testTools: true });
    onTestFinished(() => server.close());
    const kit = await startKeyfob();
    const id = kit.addServer(server.url);
    await changeSettings(kit.context, kit.session, id, {
      grantType: 'identity_assertion',
      clientId: 'keyfob-at-server',
      identityTokenEndpoint: `${company.provider.origin}/token`,
      identityClientId: 'keyfob-at-provider',
      idToken: company.idToken,
    });
    await connect(kit.context, kit.session, id);
    const thief = await startThief();
    rewrite(kit, 'UPDATE server SET identity_token_endpoint = ?', `${thief.origin}/token`);
    kit.clock.ahead = 2 * hour;
    await expect(accessToken(kit.context, kit.slot(id))).rejects.toMatchObject({ code: 'sign_in_ended' });
    await expect(connect(kit.context, kit.session, id)).rejects.toMatchObject({ code: 'client_id_needed' });
    expect(thief.requests).toEqual([]);
  });

  it('that are changed back while a sign-in uses them do not send a client secret either', async () => {
    const { clients, settings } = machineClient('client_secret_post');
    const { authorization, kit, id } = await startRealParts({
      authorization: { clients, clientCredentials: true },
      settings,
    });
    const thief = await startThief();
    rewrite(kit, 'UPDATE server SET token_endpoint = ?, issuer = ?', `${thief.origin}/token`, authorization.issuer);
    const { setRequiresSignIn } = kit.store.servers;
    // Discovery is done by now; the entered secrets are decrypted next.
    kit.store.servers.setRequiresSignIn = (...to) => {
      rewrite(kit, 'UPDATE server SET token_endpoint = ?, issuer = ?', null, null);
      return setRequiresSignIn(...to);
    };
    await expect(connect(kit.context, kit.session, id)).rejects.toMatchObject({ code: 'client_id_needed' });
    expect(heardBy(thief)).not.toContain('client_secret');
  });
});

describe('a registration that Keyfob made', () => {
  /** Signed in at an honest site that issues a client secret. */
  async function registered() {
    const site = await scriptedSite();
    site.metadata.token_endpoint_auth_methods_supported = ['client_secret_post'];
    site.authorization.routes['/register'] = ({ body }) => ({
      status: 201,
      json: {
        ...(JSON.parse(body) as object),
        client_id: 'client-of-keyfob',
        client_secret: 'registered-canary',
        client_secret_expires_at: 0,
        token_endpoint_auth_method: 'client_secret_post',
      },
    });
    const kit = await startKeyfob();
    const id = kit.addServer(site.url);
    await connect(kit.context, kit.session, id);
    await finishAuthorization(kit.context, site.redirect(kit.opened[0] as URL));
    expect(site.authorization.to('/token')[0]?.body).toContain('registered-canary');
    const thief = await startThief();
    return { site, kit, thief };
  }

  it('does not send its secret to endpoints that another server claims for the same issuer', async () => {
    const { site, kit, thief } = await registered();
    thief.routes['/mcp'] = () => ({ status: 401, body: '' });
    const other = kit.addServer(`${thief.origin}/mcp`);
    rewrite(
      kit,
      `UPDATE server SET issuer = '${site.issuer}', authorization_endpoint = '${site.issuer}/authorize',
         token_endpoint = ? WHERE id = '${other}'`,
      `${thief.origin}/token`,
    );
    await connect(kit.context, kit.session, other).catch(() => undefined);
    const asked = kit.opened.at(-1) as URL;
    await finishAuthorization(kit.context, site.redirect(asked)).catch(() => undefined);
    expect(heardBy(thief)).not.toContain('registered-canary');
  });

  it.each(['issuer', 'endpoints'])(
    'does not send its secret anywhere else where its %s was changed',
    async (column) => {
      const { site, kit, thief } = await registered();
      const { origin } = thief;
      const own = { issuer: origin, token_endpoint: `${origin}/token`, registration_endpoint: `${origin}/register` };
      const metadata = { ...site.metadata, ...own };
      thief.routes['/register'] = ({ body }) => ({
        status: 201,
        json: { ...(JSON.parse(body) as object), client_id: 'client-of-thief', client_secret: 'another' },
      });
      thief.routes['/.well-known/oauth-authorization-server'] = json(metadata);
      thief.routes['/mcp'] = () => ({ status: 401, body: '' });
      thief.routes['/.well-known/oauth-protected-resource/mcp'] = json({
        resource: `${thief.origin}/mcp`,
        authorization_servers: [thief.origin],
      });
      rewrite(kit, 'UPDATE client_registration SET issuer = ?', thief.origin);
      if (column === 'endpoints')
        rewrite(
          kit,
          'UPDATE client_registration SET endpoints = ?',
          JSON.stringify([`${thief.origin}/token`, `${site.issuer}/revoke`, null, null]),
        );
      const other = kit.addServer(`${thief.origin}/mcp`);
      await connect(kit.context, kit.session, other).catch(() => undefined);
      const asked = kit.opened.at(-1) as URL;
      await finishAuthorization(kit.context, site.redirect(asked, { iss: thief.origin })).catch(() => undefined);
      expect(heardBy(thief)).not.toContain('registered-canary');
    },
  );
});

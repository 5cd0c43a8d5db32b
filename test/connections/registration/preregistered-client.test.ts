import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { accessToken } from '../../../src-main/connections/tokens/access-token.ts';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { removeServer } from '../../../src-main/connections/servers/servers.ts';
import { changeSettings } from '../../../src-main/connections/servers/settings.ts';
import type { SettingChanges } from '../../../src-preload/contract.ts';
import type { AuthorizationServerOptions } from '../../fixtures/authorization-server.ts';
import { startMcpServer } from '../../fixtures/mcp-server.ts';
import { fault } from '../../support/faults.ts';
import { startKeyfob, type Keyfob } from '../../support/keyfob.ts';
import { machineClient } from '../../support/machine-client.ts';
import { startRealParts } from '../../support/real-parts.ts';
import { json } from '../../support/scripted-server.ts';
import { scriptedSite } from '../../support/scripted-site.ts';
import { toolsOf } from '../../support/tools.ts';

const inBrowser = {
  application_type: 'native',
  redirect_uris: ['http://127.0.0.1/oauth/callback', 'app.keyfob:/oauth/callback'],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
};

/** A client registered by hand for sign-ins in a browser, at a server without dynamic registration. */
function atWork(method: Parameters<typeof machineClient>[0], entered: SettingChanges = {}) {
  const { clients, settings, secret } = machineClient(method, inBrowser);
  const authorization: AuthorizationServerOptions = { clients, registration: 'absent' };
  return { authorization, secret, settings: { ...settings, grantType: 'authorization_code', ...entered } as const };
}

describe('a client that a person entered', () => {
  it.each(['client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const)(
    'signs people in at a server without registration, by %s, and renews',
    async (method) => {
      const { secret, ...parts } = atWork(method);
      const { authorization, server, kit, id } = await startRealParts(parts);
      await kit.signIn(id);
      expect(kit.opened[0]?.searchParams.get('client_id')).toBe('night-report');
      expect(kit.opened[0]?.searchParams.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/);
      expect(kit.view(id).signIn?.registration).toMatchObject({ kind: 'pre_registered', returnPath: 'loopback' });
      expect((await toolsOf(kit, id).call('whoami')).content).toEqual([{ type: 'text', text: 'ann@example.com' }]);
      kit.clock.ahead = 2 * 3600_000;
      const { token } = await accessToken(kit.context, kit.slot(id));
      expect(await authorization.inspect(token.reveal())).toMatchObject({ audience: server.url });
      expect(JSON.stringify([kit.view(id), kit.events, kit.log])).not.toContain(secret);
    },
  );

  it('authenticates as the server supports where the person did not say how', async () => {
    const { secret: _secret, ...parts } = atWork('client_secret_post', { authenticationMethod: null });
    const metadata = (document: Record<string, unknown>) => ({
      ...document,
      token_endpoint_auth_methods_supported: ['client_secret_post', 'none'],
    });
    const { kit, id } = await startRealParts({ ...parts, authorization: { ...parts.authorization, metadata } });
    await kit.signIn(id);
    expect(kit.view(id).status.state).toBe('signed_in');
  });

  it('returns by the app link where the person chose it', async () => {
    const { secret: _secret, ...parts } = atWork('client_secret_basic', { returnPath: 'app_link' });
    const { kit, id } = await startRealParts(parts);
    await kit.signIn(id);
    expect(kit.opened[0]?.searchParams.get('redirect_uri')).toBe('app.keyfob:/oauth/callback');
    expect(kit.view(id).status.state).toBe('signed_in');
  });

  it('is used before any registration, and is the same one the next time', async () => {
    const { secret: _secret, ...parts } = atWork('client_secret_basic');
    const { authorization, kit, id } = await startRealParts({
      ...parts,
      authorization: { ...parts.authorization, registration: 'open' },
    });
    await kit.signIn(id);
    const first = kit.store.tokenSets.facts(id, kit.session.profileId)?.registrationId;
    await kit.signIn(id);
    expect(kit.store.tokenSets.facts(id, kit.session.profileId)?.registrationId).toBe(first);
    expect(authorization.count('registration')).toBe(0);
  });

  it('that is unknown there is never replaced by Keyfob', async () => {
    const { secret: _secret, ...parts } = atWork('client_secret_basic', {
      clientSecret: 'wrong',
      returnPath: 'app_link',
    });
    const { authorization, kit, id } = await startRealParts({
      ...parts,
      authorization: { ...parts.authorization, registration: 'open' },
    });
    await expect(kit.signIn(id)).rejects.toEqual(fault('client_unknown'));
    expect(kit.opened).toHaveLength(1);
    expect(authorization.count('registration')).toBe(0);
    expect(kit.completed()).toEqual(['client_unknown']);
  });

  it('that is refused leads to the settings, and not to the same client again', async () => {
    const { secret: _secret, ...parts } = atWork('client_secret_basic', {
      clientSecret: 'wrong',
      returnPath: 'app_link',
    });
    const { kit, id } = await startRealParts(parts);
    await expect(kit.signIn(id)).rejects.toEqual(fault('client_unknown'));
    expect(kit.view(id).lastAttempt?.error).toMatchObject({
      code: 'client_unknown',
      values: { reason: 'entered' },
      remedy: 'edit_settings',
    });
  });

  it('is not requested twice: a server without registration, and without a client id, leads to the settings', async () => {
    const { secret: _secret, ...parts } = atWork('client_secret_basic', { clientId: null });
    const { kit, id } = await startRealParts(parts);
    await expect(connect(kit.context, kit.session, id)).rejects.toEqual(fault('registration_unsupported'));
    expect(kit.view(id).lastAttempt?.error?.remedy).toBe('edit_settings');
  });
});

describe('a client that a person entered for one server', () => {
  it('is not used for another one, though its authorization server is the same', async () => {
    const { secret: _secret, ...parts } = atWork('client_secret_basic');
    const { authorization, kit, id } = await startRealParts({
      ...parts,
      authorization: { ...parts.authorization, registration: 'open' },
      keyfob: { appLinksWork: false },
    });
    const other = await startMcpServer({ authorization, name: 'Other' });
    onTestFinished(() => other.close());
    const otherId = kit.addServer(other.url);
    for (const one of [id, otherId, id, otherId]) await kit.signIn(one);
    const clients = kit.opened.map((url) => url.searchParams.get('client_id') === 'night-report');
    expect(clients).toEqual([true, false, true, false]);
    expect(authorization.count('registration')).toBe(1);
    for (const one of [id, otherId]) expect(kit.view(one).status.state).toBe('signed_in');
  });

  it('of another grant is not used for a sign-in by browser', async () => {
    const { clients, settings } = machineClient('client_secret_basic');
    const { authorization, kit, id } = await startRealParts({
      authorization: { clients, clientCredentials: true },
      settings,
    });
    await connect(kit.context, kit.session, id);
    const other = await startMcpServer({ authorization, name: 'Other' });
    onTestFinished(() => other.close());
    const otherId = kit.addServer(other.url);
    await kit.signIn(otherId);
    expect(kit.view(otherId).signIn?.registration.kind).toBe('dynamic');
  });

  it('is removed with that server, secret included', async () => {
    const { secret: _secret, ...parts } = atWork('client_secret_basic');
    const { kit, id } = await startRealParts(parts);
    await kit.signIn(id);
    await removeServer(kit.context, kit.session, id);
    const count = (table: string) =>
      inDatabase(kit, (database) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
    expect([count('client_registration'), count('server_secret')]).toEqual([0, 0]);
  });
});

function inDatabase<T>({ folder }: Keyfob, work: (database: BetterSqlite3.Database) => T): T {
  const database = new BetterSqlite3(join(folder, 'keyfob.sqlite'));
  try {
    return work(database);
  } finally {
    database.close();
  }
}

describe('a server that moves to another authorization server', () => {
  async function moved() {
    const [first, second] = [await scriptedSite(), await scriptedSite()];
    const kit = await startKeyfob();
    const id = kit.addServer(first.url);
    await changeSettings(kit.context, kit.session, id, { clientId: 'keyfob-at-work', clientSecret: 'hush-hush' });
    await connect(kit.context, kit.session, id);
    const url = kit.opened[0];
    if (!url) throw new Error('no browser opened');
    await kit.bringBack(first.redirect(url));
    first.server.routes['/.well-known/oauth-protected-resource/mcp'] = json({
      resource: first.url,
      authorization_servers: [second.issuer],
    });
    kit.context.discoveries.forget('');
    return { first, second, kit, id };
  }

  it('does not get the client that was entered for the first one', async () => {
    const { second, kit, id } = await moved();
    await expect(connect(kit.context, kit.session, id)).rejects.toEqual(fault('issuer_changed'));
    expect(kit.view(id).lastAttempt?.error).toMatchObject({
      code: 'issuer_changed',
      remedy: 'edit_settings',
      values: { issuer: second.issuer },
    });
    expect(kit.opened).toHaveLength(1);
    for (const { method, path, headers, body } of second.authorization.requests) {
      expect(`${method} ${path} ${headers.authorization} ${body}`).not.toMatch(/keyfob-at-work|hush-hush|Basic/);
    }
    expect(second.authorization.to('/token')).toEqual([]);
  });

  it('gets it once the person has entered one again', async () => {
    const { second, kit, id } = await moved();
    await expect(connect(kit.context, kit.session, id)).rejects.toEqual(fault('issuer_changed'));
    await changeSettings(kit.context, kit.session, id, { clientId: 'keyfob-elsewhere' });
    await connect(kit.context, kit.session, id);
    expect(kit.opened.at(-1)?.origin).toBe(second.issuer);
    expect(kit.opened.at(-1)?.searchParams.get('client_id')).toBe('keyfob-elsewhere');
  });
});

describe('a client secret for an authorization server without registration', () => {
  const inItsOwnName = { grantType: 'client_credentials' } as const;
  const client = { clientId: 'keyfob-at-work', clientSecret: 'hush-hush' };

  /** The person enters a client for the authorization server that was named; then the server names another one. */
  async function entered() {
    const [first, second] = [await scriptedSite(), await scriptedSite()];
    for (const { metadata } of [first, second]) {
      delete metadata['registration_endpoint'];
      metadata['token_endpoint_auth_methods_supported'] = ['client_secret_post'];
    }
    const kit = await startKeyfob();
    const id = kit.addServer(first.url);
    await changeSettings(kit.context, kit.session, id, inItsOwnName);
    await expect(connect(kit.context, kit.session, id)).rejects.toMatchObject({
      code: 'client_id_needed',
      values: { issuer: first.issuer },
    });
    await changeSettings(kit.context, kit.session, id, client);
    const move = () => {
      first.server.routes['/.well-known/oauth-protected-resource/mcp'] = json({
        resource: first.url,
        authorization_servers: [second.issuer],
      });
    };
    return { first, second, kit, id, move };
  }

  it('is sent to the one that was named when it was entered', async () => {
    const { first, kit, id } = await entered();
    await connect(kit.context, kit.session, id);
    expect(first.authorization.to('/token')[0]?.form.get('client_secret')).toBe('hush-hush');
  });

  it('is not sent to another one that the server names later, though it was never used', async () => {
    const { second, kit, id, move } = await entered();
    move();
    await expect(connect(kit.context, kit.session, id)).rejects.toMatchObject({
      code: 'issuer_changed',
      values: { issuer: second.issuer },
    });
    expect(second.authorization.to('/token')).toEqual([]);
  });

  it('is sent to the other one once the person, who sees its name, has entered it again', async () => {
    const { second, kit, id, move } = await entered();
    move();
    await expect(connect(kit.context, kit.session, id)).rejects.toEqual(fault('issuer_changed'));
    await changeSettings(kit.context, kit.session, id, { clientId: 'keyfob-elsewhere', clientSecret: 'another' });
    await connect(kit.context, kit.session, id);
    expect(second.authorization.to('/token').map(({ form }) => form.get('client_secret'))).toEqual(['another']);
  });
});

describe('a secret that cannot be decrypted any more', () => {
  const damage = (kit: Keyfob, sql: string) => inDatabase(kit, (database) => database.prepare(sql).run());

  it('of the settings has to be entered again', async () => {
    const { secret: _secret, ...parts } = atWork('client_secret_basic');
    const { kit, id } = await startRealParts(parts);
    damage(kit, 'UPDATE server_secret SET value = zeroblob(64)');
    await expect(connect(kit.context, kit.session, id)).rejects.toEqual(fault('client_id_needed'));
    expect(kit.view(id).lastAttempt?.error?.remedy).toBe('edit_settings');
  });

  it('of a registration that Keyfob made causes a new registration', async () => {
    const site = await scriptedSite();
    Object.assign(site.metadata, { token_endpoint_auth_methods_supported: ['client_secret_basic'] });
    let registered = 0;
    site.authorization.routes['/register'] = ({ body }) => ({
      status: 201,
      json: { ...(JSON.parse(body) as object), client_id: `client-${++registered}`, client_secret: 'hush' },
    });
    const kit = await startKeyfob();
    const id = kit.addServer(site.url);
    await connect(kit.context, kit.session, id);
    damage(kit, 'UPDATE client_registration SET client_secret = zeroblob(64)');
    await connect(kit.context, kit.session, id);
    expect(kit.opened.map((url) => url.searchParams.get('client_id'))).toEqual(['client-1', 'client-2']);
  });

  it('of the registration that a token is renewed with needs a person', async () => {
    const { clients, settings } = machineClient('client_secret_basic');
    const { kit, id } = await startRealParts({ authorization: { clients, clientCredentials: true }, settings });
    await connect(kit.context, kit.session, id);
    damage(kit, 'UPDATE client_registration SET client_secret = zeroblob(64)');
    kit.clock.ahead = 2 * 3600_000;
    await expect(accessToken(kit.context, kit.slot(id))).rejects.toEqual(fault('sign_in_ended'));
    expect(kit.view(id).status).toMatchObject({ state: 'needs_sign_in', reason: 'sign_in_ended' });
    await connect(kit.context, kit.session, id);
    expect(kit.view(id).status.state).toBe('signed_in');
  });
});

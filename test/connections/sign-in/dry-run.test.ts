import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { dryRun, type DryRunInput } from '../../../src-main/connections/sign-in/dry-run.ts';
import { addServer } from '../../../src-main/connections/servers/servers.ts';
import { changeSettings } from '../../../src-main/connections/servers/settings.ts';
import type { LookUpSettings, SettingChanges } from '../../../src-preload/contract.ts';
import { fault } from '../../support/faults.ts';
import { startKeyfob, type Keyfob } from '../../support/keyfob.ts';
import { startRealParts } from '../../support/real-parts.ts';
import { html, json } from '../../support/scripted-server.ts';
import { scriptedSite } from '../../support/scripted-site.ts';

const run = (kit: Keyfob, input: DryRunInput) => dryRun(kit.context, kit.session, input);

/** Every row of every table, as it is on the disk. */
function everythingStored({ folder }: Keyfob): Record<string, unknown[]> {
  const database = new BetterSqlite3(join(folder, 'keyfob.sqlite'), { readonly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[];
    return Object.fromEntries(tables.map((name) => [name, database.prepare(`SELECT * FROM "${name}"`).all()]));
  } finally {
    database.close();
  }
}

/** A scripted site, and Keyfob with its server added. */
async function start(keyfob?: Parameters<typeof startKeyfob>[0]) {
  const site = await scriptedSite();
  const kit = await startKeyfob(keyfob);
  const id = kit.addServer(site.url);
  const change = (changes: SettingChanges) => changeSettings(kit.context, kit.session, id, changes);
  const plan = async () => (await run(kit, { serverId: id, refresh: true })).plan;
  return { site, kit, id, change, plan };
}

describe('a dry run', () => {
  it('predicts for real servers what a sign-in then does', async () => {
    const { authorization, server, kit, id } = await startRealParts();
    const { plan, ...found } = await run(kit, { serverId: id });
    expect(found).toMatchObject({
      url: server.url,
      name: kit.view(id).name,
      requiresSignIn: true,
      steps: [
        { name: 'probe', state: 'done', facts: { status: 401 } },
        { name: 'resource_metadata', state: 'done' },
        { name: 'server_metadata', state: 'done' },
      ],
    });
    expect(plan).toEqual({
      issuer: authorization.issuer,
      issuers: [authorization.issuer],
      resource: server.url,
      scopes: ['tools.read', 'tools.call', 'offline_access'],
      grantType: 'authorization_code',
      grantTypes: ['authorization_code'],
      registration: 'dynamic',
      returnPath: 'app_link',
      pushed: false,
      dpop: false,
      guessed: false,
      browserHost: new URL(authorization.issuer).host,
    });

    await kit.signIn(id);
    const asked = kit.opened[0]?.searchParams;
    expect(asked?.get('scope')).toBe(plan?.scopes.join(' '));
    expect(asked?.get('resource')).toBe(plan?.resource);
    expect(kit.view(id).signIn).toMatchObject({
      issuer: plan?.issuer,
      registration: { kind: plan?.registration, returnPath: plan?.returnPath },
    });
    expect((await run(kit, { serverId: id })).plan?.registration).toBe('known');
  });

  it('changes nothing that is stored and sends only discovery requests', async () => {
    const { site, kit, id } = await start();
    const before = everythingStored(kit);
    expect(Object.keys(before)).toEqual(expect.arrayContaining(['server', 'client_registration', 'token_set']));
    const events = kit.events.length;
    const view = kit.view(id);
    await run(kit, { serverId: id });
    await run(kit, { url: site.url, refresh: true });
    await run(kit, { serverId: id, refresh: true });

    expect(everythingStored(kit)).toEqual(before);
    expect(kit.opened).toEqual([]);
    expect(kit.loopbackPorts).toEqual([]);
    expect(kit.events).toHaveLength(events);
    // The result is returned, and stored nowhere.
    expect(kit.view(id)).toEqual({ ...view, browserHost: new URL(site.issuer).host });
    expect(site.authorization.requests.every(({ method }) => method === 'GET')).toBe(true);
    const posts = site.server.requests.filter(({ method }) => method !== 'GET');
    expect(new Set(posts.map(({ path }) => path.split('?')[0]))).toEqual(new Set(['/mcp']));
    for (const { body, headers } of posts) {
      expect(JSON.parse(body)).toMatchObject({ method: 'server/discover' });
      expect(headers.authorization).toBeUndefined();
    }
  });

  it('stores nothing about a server that it does not reach', async () => {
    const { site, kit, id } = await start();
    await site.server.close();
    const before = everythingStored(kit);
    await expect(run(kit, { serverId: id })).rejects.toEqual(fault('connection_refused'));
    expect(everythingStored(kit)).toEqual(before);
    expect(kit.view(id)).not.toHaveProperty('lastAttempt');
    expect(kit.view(id).status).toEqual({ state: 'signed_out' });
  });

  it('leaves alone a sign-in that waits for the person', async () => {
    const { kit, id } = await start();
    await connect(kit.context, kit.session, id);
    const before = everythingStored(kit);
    await run(kit, { serverId: id, refresh: true });
    expect(everythingStored(kit)).toEqual(before);
    expect(kit.view(id).status).toMatchObject({ state: 'authorizing', phase: 'waiting' });
  });

  it('of an address spares discovery for the sign-in right after', async () => {
    const site = await scriptedSite();
    const kit = await startKeyfob();
    expect(await run(kit, { url: ` ${site.url}#top ` })).toMatchObject({ url: site.url, requiresSignIn: true });
    const { id } = addServer(kit.context, kit.session, { url: site.url });
    await connect(kit.context, kit.session, id);
    expect(kit.opened).toHaveLength(1);
    expect(site.server.to('/mcp')).toHaveLength(1);
    expect(site.authorization.to('/.well-known/oauth-authorization-server')).toHaveLength(1);
    expect(kit.view(id).lastAttempt?.steps[0]).toMatchObject({ name: 'probe', facts: { cached: true } });
  });

  it('of an address uses the settings that were entered for it, and stores none of them', async () => {
    const site = await scriptedSite();
    const kit = await startKeyfob();
    const before = everythingStored(kit);
    const settings: LookUpSettings = {
      authorizationEndpoint: 'https://sign-in.example/go',
      tokenEndpoint: 'https://sign-in.example/token',
      clientId: 'typed',
      scope: 'notes.read',
      returnPath: 'loopback',
      sendResource: false,
      headers: { 'X-Team': 'red' },
    };
    expect((await run(kit, { url: site.url, settings })).plan).toMatchObject({
      issuer: 'https://sign-in.example',
      registration: 'pre_registered',
      scopes: ['notes.read'],
      returnPath: 'loopback',
      resource: '',
    });
    expect((await run(kit, { url: site.url, settings: { grantType: 'client_credentials' } })).plan).toMatchObject({
      grantType: 'client_credentials',
      registration: 'needed',
    });
    expect(site.server.to('/mcp').map(({ headers }) => headers['x-team'])).toEqual(['red', undefined]);
    expect(everythingStored(kit)).toEqual(before);
  });

  it('of an address repeats discovery with other headers, because the result may differ', async () => {
    const site = await scriptedSite();
    const kit = await startKeyfob();
    const { url } = site;
    site.server.routes['/mcp'] = ({ headers }) =>
      headers['x-team'] === 'red'
        ? { json: { jsonrpc: '2.0', id: 'probe', result: {} } }
        : { status: 401, headers: {}, body: '' };
    const wanted = async (team: string) =>
      (await run(kit, { url, settings: { headers: { 'X-Team': team } } })).requiresSignIn;
    expect([await wanted('red'), await wanted('blue'), await wanted('red')]).toEqual([false, true, false]);
    expect(site.server.to('/mcp')).toHaveLength(2);
  });

  it.each<LookUpSettings>([
    { tokenEndpoint: 'https://sign-in.example/token' },
    { issuer: 'http://sign-in.example' },
    { headers: { Authorization: 'Bearer x' } },
  ])('of an address refuses what saving refuses: %j', async (settings) => {
    const site = await scriptedSite();
    const kit = await startKeyfob();
    await expect(run(kit, { url: site.url, settings })).rejects.toEqual(fault('request_invalid'));
    expect(site.server.requests).toEqual([]);
  });

  it('of an address has the name that the server gives itself, made harmless, else one from the address', async () => {
    const { site, kit, id } = await start();
    const named = async () => (await run(kit, { url: site.url, refresh: true })).name;
    expect(await named()).toBe(new URL(site.url).host);
    const path = '/.well-known/oauth-protected-resource/mcp';
    const document = { resource: site.url, authorization_servers: [site.issuer] };
    site.server.routes[path] = json({ ...document, resource_name: ' Acme\u202e\nTracker ' });
    expect(await named()).toBe('Acme Tracker');
    expect((await run(kit, { url: site.url })).name).toBe('Acme Tracker');
    expect((await run(kit, { serverId: id })).name).toBe(kit.view(id).name);
    site.server.routes['/mcp'] = json({ jsonrpc: '2.0', id: 'probe', result: { serverInfo: { name: 'acme' } } });
    expect(await named()).toBe('acme');
    const _meta = { 'io.modelcontextprotocol/serverInfo': { name: 'acme', title: 'Acme tracker', version: '1' } };
    site.server.routes['/mcp'] = json({ jsonrpc: '2.0', id: 'probe', result: { _meta } });
    expect(await named()).toBe('Acme tracker');
    site.server.routes['/mcp'] = json({ jsonrpc: '2.0', id: 'probe', result: { serverInfo: { name: 7 } } });
    expect(await named()).toBe(new URL(site.url).host);
  });

  it.each([
    ['', 'address_invalid'],
    ['http://notes.example/mcp', 'address_not_https'],
    ['https://ann:secret@notes.example/mcp', 'address_has_credentials'],
  ] as const)('refuses the address %j as adding it does', async (url, code) => {
    const kit = await startKeyfob();
    await expect(run(kit, { url })).rejects.toEqual(fault(code));
  });

  it('of a server in another workspace finds none', async () => {
    const { site, kit, id } = await start();
    const { id: workspaceId } = kit.store.workspaces.create({ name: 'Elsewhere', now: 1 });
    await expect(dryRun(kit.context, { ...kit.session, workspaceId }, { serverId: id })).rejects.toEqual(
      fault('server_not_found'),
    );
    expect(site.server.requests).toEqual([]);
  });

  it('of an open server has no plan', async () => {
    const { site, kit, id } = await start();
    site.server.routes['/mcp'] = json({ jsonrpc: '2.0', id: 'probe', result: {} });
    const found = await run(kit, { serverId: id });
    expect(found).toMatchObject({ requiresSignIn: false, steps: [{ name: 'probe', state: 'done' }] });
    expect(found).not.toHaveProperty('plan');
    expect(kit.view(id).status).toEqual({ state: 'signed_out' });
  });
});

describe('a planned sign-in', () => {
  it('names the settings a person has to enter where no other way is left', async () => {
    const { site, change, plan } = await start();
    delete site.metadata['registration_endpoint'];
    expect(await plan()).toMatchObject({ registration: 'needed', returnPath: 'app_link' });
    await change({ clientId: 'typed' });
    expect(await plan()).toMatchObject({ registration: 'pre_registered', returnPath: 'loopback' });
    await change({ returnPath: 'app_link' });
    expect(await plan()).toMatchObject({ registration: 'pre_registered', returnPath: 'app_link' });
  });

  it('uses the metadata document where both sides support that, by loopback', async () => {
    const { site, kit, plan } = await start();
    site.metadata['client_id_metadata_document_supported'] = true;
    expect(await plan()).toMatchObject({ registration: 'dynamic' });
    kit.context.clientMetadataUrl = 'https://keyfob.example/client.json';
    expect(await plan()).toMatchObject({ registration: 'metadata_document', returnPath: 'loopback' });
  });

  it('uses an existing registration only with the redirect URI that it was made for', async () => {
    const { site, kit, id, change, plan } = await start();
    await connect(kit.context, kit.session, id);
    expect(await plan()).toMatchObject({ registration: 'known', returnPath: 'app_link' });
    await change({ returnPath: 'loopback' });
    expect(await plan()).toMatchObject({ registration: 'dynamic', returnPath: 'loopback' });
    await connect(kit.context, kit.session, id);
    expect(await plan()).toMatchObject({ registration: 'known', returnPath: 'loopback' });
    expect(site.authorization.to('/register')).toHaveLength(2);
  });

  it('uses no registration whose secret has expired', async () => {
    const { site, kit, id, plan } = await start();
    site.authorization.routes['/register'] = ({ body }) => ({
      status: 201,
      json: {
        ...(JSON.parse(body) as object),
        client_id: 'for-an-hour',
        client_secret: 'an-hour',
        client_secret_expires_at: Math.floor(kit.context.now() / 1000) + 3600,
      },
    });
    await connect(kit.context, kit.session, id);
    expect(await plan()).toMatchObject({ registration: 'known' });
    kit.clock.ahead = 2 * 3600_000;
    expect(await plan()).toMatchObject({ registration: 'dynamic' });
  });

  it('returns by loopback where app links do not work, or were refused', async () => {
    const { change, plan } = await start({ appLinksWork: false });
    expect(await plan()).toMatchObject({ returnPath: 'loopback' });
    await change({ returnPath: 'app_link' });
    expect(await plan()).toMatchObject({ returnPath: 'loopback' });

    const refusing = await startRealParts({ authorization: { refusePrivateSchemes: true } });
    await refusing.kit.signIn(refusing.id);
    expect((await run(refusing.kit, { serverId: refusing.id })).plan).toMatchObject({
      registration: 'known',
      returnPath: 'loopback',
    });
  });

  it('has no redirect where no browser answers', async () => {
    const { change, plan } = await start();
    await change({ grantType: 'device_code' });
    expect(await plan()).toMatchObject({ grantType: 'device_code', returnPath: 'none', registration: 'dynamic' });
    await change({ grantType: 'client_credentials' });
    expect(await plan()).toMatchObject({ returnPath: 'none', registration: 'needed' });
    await change({ clientId: 'typed', clientSecret: 'secret' });
    expect(await plan()).toMatchObject({ returnPath: 'none', registration: 'pre_registered' });
  });

  it('names the grants that the authorization server lists, or all where it lists none', async () => {
    const { site, plan } = await start();
    expect((await plan())?.grantTypes).toHaveLength(5);
    site.metadata['grant_types_supported'] = [
      'urn:ietf:params:oauth:grant-type:device_code',
      'client_credentials',
      'x',
    ];
    expect((await plan())?.grantTypes).toEqual(['device_code', 'client_credentials']);
  });

  it('says what is pushed, bound to a key, and guessed', async () => {
    const { site, plan } = await start();
    site.metadata['require_pushed_authorization_requests'] = true;
    site.metadata['pushed_authorization_request_endpoint'] = `${site.issuer}/par`;
    site.server.routes['/mcp'] = () => ({
      status: 401,
      headers: { 'www-authenticate': 'DPoP algs="ES256"' },
      body: '',
    });
    expect(await plan()).toMatchObject({ pushed: true, dpop: true, guessed: false });

    site.server.routes['/.well-known/oauth-protected-resource/mcp'] = html(404);
    expect(await plan()).toMatchObject({
      issuer: site.server.origin,
      issuers: [site.server.origin],
      resource: site.url,
      guessed: true,
      registration: 'dynamic',
    });
  });

  it('follows the settings of the person: scope, resource, endpoints', async () => {
    const { site, change, plan } = await start();
    await change({ scope: 'notes.read notes.write', sendResource: false });
    expect(await plan()).toMatchObject({ scopes: ['notes.read', 'notes.write'], resource: '' });
    const asked = () => site.authorization.to('/.well-known/oauth-authorization-server').length;
    const before = asked();
    await change({
      authorizationEndpoint: 'https://sign-in.example/go',
      tokenEndpoint: 'https://sign-in.example/token',
      clientId: 'typed',
    });
    expect(await plan()).toMatchObject({
      issuer: 'https://sign-in.example',
      registration: 'pre_registered',
      guessed: false,
    });
    expect(asked()).toBe(before);
  });
});

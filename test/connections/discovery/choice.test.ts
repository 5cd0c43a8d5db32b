import { describe, expect, it } from 'vitest';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { dryRun } from '../../../src-main/connections/sign-in/dry-run.ts';
import { finishAuthorization } from '../../../src-main/connections/sign-in/finish-authorization.ts';
import { changeSettings } from '../../../src-main/connections/servers/settings.ts';
import type { SettingChanges } from '../../../src-preload/contract.ts';
import { fault } from '../../support/faults.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { html, json, type Reply } from '../../support/scripted-server.ts';
import { scriptedSite, type ScriptedSite } from '../../support/scripted-site.ts';
import { toolsOf } from '../../support/tools.ts';

const resourceMetadata = '/.well-known/oauth-protected-resource/mcp';
const issuerMetadata = '/.well-known/oauth-authorization-server';

/** Several sites, and Keyfob with the server of the first one added. Which issuers that one names is up to the test. */
async function start(count: number) {
  const sites = await Promise.all(Array.from({ length: count }, () => scriptedSite()));
  const [site] = sites;
  if (!site) throw new Error('no site');
  const kit = await startKeyfob();
  const id = kit.addServer(site.url);
  const name = (...named: ScriptedSite[]) => {
    site.server.routes[resourceMetadata] = json({
      resource: site.url,
      authorization_servers: named.map(({ issuer }) => issuer),
    });
  };
  name(...sites);
  const find = () => dryRun(kit.context, kit.session, { serverId: id, refresh: true });
  /** The index of the authorization server that would be used. */
  const choose = async () => {
    const { plan } = await find();
    return sites.findIndex(({ issuer }) => issuer === plan?.issuer);
  };
  const change = (changes: SettingChanges) => changeSettings(kit.context, kit.session, id, changes);
  const signInTo = async (serverId: string, at: ScriptedSite) => {
    await connect(kit.context, kit.session, serverId);
    const url = kit.opened.at(-1);
    if (!url) throw new Error('no browser opened');
    expect(url.origin).toBe(at.issuer);
    await finishAuthorization(kit.context, at.redirect(url));
  };
  return { sites, site, kit, id, name, find, choose, change, signInTo };
}

const at = (sites: readonly ScriptedSite[], index: number): ScriptedSite => {
  const site = sites[index];
  if (!site) throw new Error(`no site ${index}`);
  return site;
};
const metadataOf = ({ authorization }: ScriptedSite) => authorization.to(issuerMetadata).length;

describe('the choice among several authorization servers', () => {
  it('takes the first where no other reason speaks for one, and names all', async () => {
    const { sites, find } = await start(3);
    expect((await find()).plan).toMatchObject({
      issuer: at(sites, 0).issuer,
      issuers: sites.map(({ issuer }) => issuer),
    });
  });

  it('asks them at the same time, and decides by their order, not by their speed', async () => {
    const { sites, site, choose } = await start(3);
    const { promise, resolve } = Promise.withResolvers<void>();
    const answer = site.authorization.routes[issuerMetadata] as Reply;
    site.authorization.routes[issuerMetadata] = async (asked) => {
      await promise;
      return answer(asked);
    };
    const choice = choose();
    await expect.poll(() => sites.map(metadataOf)).toEqual([1, 1, 1]);
    resolve();
    expect(await choice).toBe(0);
  });

  it('asks no more than four', async () => {
    const { sites, choose } = await start(6);
    for (const site of sites.slice(0, 4)) site.authorization.routes[issuerMetadata] = html(404);
    await expect(choose()).rejects.toEqual(fault('server_metadata_missing', { host: at(sites, 0).authorization.host }));
    expect(sites.map(metadataOf).slice(4)).toEqual([0, 0]);
  });

  it.each<[string, (site: ScriptedSite) => void]>([
    ['has no metadata', ({ authorization }) => (authorization.routes[issuerMetadata] = html(404))],
    ['fails', ({ authorization }) => (authorization.routes[issuerMetadata] = html(500))],
    ['says it is another', ({ metadata }) => (metadata['issuer'] = 'https://other.example')],
    ['has no PKCE', ({ metadata }) => delete metadata['code_challenge_methods_supported']],
    ['has an endpoint without TLS', ({ metadata }) => (metadata['token_endpoint'] = 'http://plain.example/token')],
  ])('passes over one that %s', async (_, spoil) => {
    const { sites, choose } = await start(2);
    spoil(at(sites, 0));
    expect(await choose()).toBe(1);
  });

  it('requires what a browser needs only where there is a browser', async () => {
    const { sites, choose, change } = await start(2);
    delete at(sites, 0).metadata['code_challenge_methods_supported'];
    await change({ grantType: 'client_credentials' });
    expect(await choose()).toBe(0);
  });

  it('passes over one that does not exist any more', async () => {
    const { sites, choose } = await start(2);
    await at(sites, 0).authorization.close();
    expect(await choose()).toBe(1);
  });

  it('asks one named twice once', async () => {
    const { sites, site, name, choose } = await start(2);
    name(site, site, at(sites, 1));
    expect(await choose()).toBe(0);
    expect(metadataOf(site)).toBe(1);
  });

  it('prefers one where Keyfob is registered', async () => {
    const { sites, kit, choose, signInTo } = await start(2);
    await signInTo(kit.addServer(at(sites, 1).url), at(sites, 1));
    expect(await choose()).toBe(1);
  });

  it('prefers even more the one where this very server is signed in', async () => {
    const { sites, kit, id, name, choose, signInTo } = await start(3);
    name(at(sites, 2));
    await signInTo(id, at(sites, 2));
    await signInTo(kit.addServer(at(sites, 1).url), at(sites, 1));
    name(...sites);
    expect(await choose()).toBe(2);
  });

  it('asks the others for nothing: no registration, no code, no token', async () => {
    const { sites, id, signInTo, kit } = await start(3);
    await signInTo(id, at(sites, 0));
    for (const other of sites.slice(1)) {
      expect(metadataOf(other)).toBe(1);
      expect(other.authorization.requests.every(({ method }) => method === 'GET')).toBe(true);
    }
    expect(kit.store.clientRegistrations.issuers(kit.session.workspaceId)).toEqual([at(sites, 0).issuer]);
  });
});

describe('the authorization server that a person chose', () => {
  it('is the only one that is asked', async () => {
    const { sites, choose, change } = await start(3);
    await change({ issuer: at(sites, 2).issuer });
    expect(await choose()).toBe(2);
    expect(sites.map(metadataOf)).toEqual([0, 0, 1]);
  });

  it('is not replaced by another one where it cannot be used', async () => {
    const { sites, choose, change } = await start(2);
    await change({ issuer: at(sites, 1).issuer });
    at(sites, 1).authorization.routes[issuerMetadata] = html(404);
    await expect(choose()).rejects.toEqual(fault('server_metadata_missing'));
    expect(metadataOf(at(sites, 0))).toBe(0);
  });

  it('is refused where the server does not name it any more, and no other one is asked', async () => {
    const { sites, kit, id, name, choose, change } = await start(2);
    const [, pinned] = sites;
    await change({ issuer: pinned?.issuer ?? null });
    name(at(sites, 0));
    const changed = fault('issuer_changed', { issuer: at(sites, 0).issuer });
    await expect(choose()).rejects.toEqual(changed);
    await expect(connect(kit.context, kit.session, id)).rejects.toEqual(changed);
    expect(sites.map(({ authorization }) => authorization.requests.length)).toEqual([0, 0]);
    expect(kit.opened).toEqual([]);
  });

  it('is compared byte for byte', async () => {
    const { sites, choose, change } = await start(1);
    await change({ issuer: `${at(sites, 0).issuer}/` });
    await expect(choose()).rejects.toEqual(fault('issuer_changed'));
  });
});

describe('a server that changes its authorization server', () => {
  it('is signed in to at the new one after a 401, and nothing of the old sign-in is sent there', async () => {
    const { sites, site, kit, id, name, signInTo } = await start(2);
    const next = at(sites, 1);
    name(site);
    await signInTo(id, site);
    const client = kit.opened[0]?.searchParams.get('client_id') ?? 'client';
    name(next);

    await expect(toolsOf(kit, id).list()).rejects.toEqual(fault('token_refused'));
    // The refresh token was sent to its issuer.
    expect(site.authorization.to('/token').map(({ form }) => form.get('grant_type'))).toEqual([
      'authorization_code',
      'refresh_token',
    ]);
    expect(next.authorization.requests).toEqual([]);

    await signInTo(id, next);
    expect(kit.view(id).signIn?.issuer).toBe(next.issuer);
    const said = JSON.stringify(next.authorization.requests);
    expect(said).toContain('grant_type=authorization_code');
    for (const old of ['grant_type=refresh_token', 'access-', 'refresh-', client]) expect(said).not.toContain(old);
    const bearers = site.server.requests.map(({ headers }) => headers.authorization).filter(Boolean);
    expect(new Set(bearers)).toEqual(new Set(['Bearer access-1', 'Bearer access-2']));
  });

  it('keeps what is known at each, and comes back to it', async () => {
    const { sites, site, kit, id, name, signInTo } = await start(2);
    const next = at(sites, 1);
    for (const now of [site, next, site]) {
      name(now);
      await dryRun(kit.context, kit.session, { serverId: id, refresh: true });
      await signInTo(id, now);
    }
    const clients = kit.opened.map(({ searchParams }) => searchParams.get('client_id'));
    expect(clients[2]).toBe(clients[0]);
    expect(clients[1]).not.toBe(clients[0]);
    expect(sites.map(({ authorization }) => authorization.to('/register').length)).toEqual([1, 1]);
  });

  it('is not sent to a new one with a client that a person entered for the old one', async () => {
    const { sites, site, kit, id, name, change, find } = await start(2);
    name(site);
    await change({ clientId: 'typed', clientSecret: 'the-secret' });
    await connect(kit.context, kit.session, id);
    name(at(sites, 1));
    await expect(find()).rejects.toEqual(fault('issuer_changed', { issuer: at(sites, 1).issuer }));
    await expect(connect(kit.context, kit.session, id)).rejects.toEqual(fault('issuer_changed'));
    expect(kit.opened).toHaveLength(1);
    expect(JSON.stringify(at(sites, 1).authorization.requests)).not.toContain('the-secret');
  });

  it('and names another resource is not signed in to', async () => {
    const { site, kit, id, signInTo } = await start(1);
    await signInTo(id, site);
    await expect(toolsOf(kit, id).list()).rejects.toEqual(fault('token_refused'));
    site.server.routes[resourceMetadata] = json({
      resource: 'https://other.example/mcp',
      authorization_servers: [site.issuer],
    });
    await expect(connect(kit.context, kit.session, id)).rejects.toEqual(
      fault('resource_mismatch', { resource: 'https://other.example/mcp' }),
    );
    expect(kit.opened).toHaveLength(1);
  });
});

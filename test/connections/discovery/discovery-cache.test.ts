import { describe, expect, it } from 'vitest';
import { cancelConnect } from '../../../src-main/connections/sign-in/cancel.ts';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { Discoveries } from '../../../src-main/connections/state/discoveries.ts';
import { dryRun } from '../../../src-main/connections/sign-in/dry-run.ts';
import { finishAuthorization } from '../../../src-main/connections/sign-in/finish-authorization.ts';
import { changeServerAddress, removeServer } from '../../../src-main/connections/servers/servers.ts';
import { changeSettings } from '../../../src-main/connections/servers/settings.ts';
import { fault } from '../../support/faults.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { json, type Reply } from '../../support/scripted-server.ts';
import { scriptedSite } from '../../support/scripted-site.ts';
import { toolsOf } from '../../support/tools.ts';

const resourceMetadata = '/.well-known/oauth-protected-resource/mcp';
const fiveMinutes = 5 * 60_000;

/** A scripted server that was added, and how often its metadata were requested. */
async function start() {
  const site = await scriptedSite();
  const kit = await startKeyfob();
  const id = kit.addServer(site.url);
  const asked = () => ({
    server: site.server.to('/mcp').length,
    resource: site.server.to(resourceMetadata).length,
    issuer: site.authorization.to('/.well-known/oauth-authorization-server').length,
  });
  const find = (refresh = false) => dryRun(kit.context, kit.session, { serverId: id, refresh });
  const ask = () => connect(kit.context, kit.session, id);
  const opened = () => {
    const url = kit.opened.at(-1);
    if (!url) throw new Error('no browser opened');
    return url;
  };
  const signIn = async () => {
    await ask();
    await finishAuthorization(kit.context, site.redirect(opened()));
  };
  /** The probe is answered when the returned function is called. */
  const holdProbe = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const answer = site.server.routes['/mcp'] as Reply;
    site.server.routes['/mcp'] = async (request) => {
      await promise;
      return answer(request);
    };
    return resolve;
  };
  return { site, kit, id, asked, find, ask, opened, signIn, holdProbe };
}

const times = (count: number) => ({ server: count, resource: count, issuer: count });

describe('a discovery result', () => {
  it('serves the sign-in after it, which says so', async () => {
    const { kit, id, asked, find, signIn } = await start();
    const found = await find();
    expect(found.steps.map(({ facts }) => facts['cached'])).toEqual([undefined, undefined, undefined]);
    await signIn();
    expect(asked()).toEqual(times(1));
    expect(kit.view(id).lastAttempt?.steps).toMatchObject([
      { name: 'probe', state: 'done', facts: { status: 401, cached: true }, milliseconds: 0 },
      { name: 'resource_metadata', state: 'done', facts: { cached: true } },
      { name: 'server_metadata', state: 'done', facts: { cached: true } },
      { name: 'registration', state: 'done' },
      { name: 'authorize', state: 'done' },
      { name: 'token', state: 'done' },
    ]);
    expect(kit.view(id).lastAttempt?.steps[3]?.facts).not.toHaveProperty('cached');
  });

  it('is cached for five minutes', async () => {
    const { kit, asked, find } = await start();
    await find();
    kit.clock.ahead = fiveMinutes - 1000;
    await find();
    expect(asked()).toEqual(times(1));
    kit.clock.ahead = fiveMinutes + 1000;
    await find();
    expect(asked()).toEqual(times(2));
  });

  it('is requested once for all callers at the same time', async () => {
    const { kit, asked, find, ask, holdProbe } = await start();
    const answer = holdProbe();
    const all = Promise.all([find(), ask(), find(), find()]);
    await expect.poll(() => asked().server).toBe(1);
    answer();
    await all;
    expect(asked()).toEqual(times(1));
    expect(kit.opened).toHaveLength(1);
  });

  it('reaches the callers that still wait, though the first one gave up', async () => {
    const { kit, id, asked, find, ask, holdProbe } = await start();
    const answer = holdProbe();
    const first = ask();
    const second = find();
    await expect.poll(() => asked().server).toBe(1);
    cancelConnect(kit.context, kit.session, id);
    await expect(first).rejects.toThrow('aborted');
    answer();
    expect(await second).toMatchObject({ requiresSignIn: true });
    await find();
    expect(asked()).toEqual(times(1));
  });

  it('is not requested any further where every caller gave up', async () => {
    const { site, kit, id, asked, find, ask, holdProbe } = await start();
    const answer = holdProbe();
    const only = ask();
    await expect.poll(() => asked().server).toBe(1);
    cancelConnect(kit.context, kit.session, id);
    await expect(only).rejects.toThrow('aborted');
    answer();
    await find();
    expect(asked().server).toBe(2);
    expect(site.authorization.to('/.well-known/oauth-authorization-server')).toHaveLength(1);
  });

  it('leaves no session open at the server that was only probed', async () => {
    const { site, find } = await start();
    site.server.routes['/mcp'] = ({ method }) =>
      method === 'POST'
        ? { headers: { 'mcp-session-id': 'asked' }, json: { jsonrpc: '2.0', id: 'probe', result: {} } }
        : { status: 200, body: '' };
    expect(await find()).toMatchObject({ requiresSignIn: false });
    await expect.poll(() => site.server.to('/mcp').map(({ method }) => method)).toEqual(['POST', 'DELETE']);
    expect(site.server.to('/mcp')[1]?.headers['mcp-session-id']).toBe('asked');
  });

  it('serves the second sign-in where that replaces the first', async () => {
    const { kit, asked, ask, find, holdProbe } = await start();
    const answer = holdProbe();
    const first = ask();
    const second = ask();
    await expect(first).rejects.toThrow('aborted');
    answer();
    await second;
    await find();
    expect(asked()).toEqual(times(1));
    expect(kit.opened).toHaveLength(1);
  });

  it('is not cached where it is a failure', async () => {
    const { site, asked, find } = await start();
    const right = site.authorization.routes['/.well-known/oauth-authorization-server'] as Reply;
    site.authorization.routes['/.well-known/oauth-authorization-server'] = json({ issuer: 'https://other.example' });
    await expect(find()).rejects.toEqual(fault('issuer_mismatch'));
    site.authorization.routes['/.well-known/oauth-authorization-server'] = right;
    expect(await find()).toMatchObject({ requiresSignIn: true });
    expect(asked()).toEqual(times(2));
  });

  it('is not shared with another workspace', async () => {
    const { site, kit, asked, find } = await start();
    await find();
    const { id: workspaceId } = kit.store.workspaces.create({ name: 'Elsewhere', now: 1 });
    await dryRun(kit.context, { ...kit.session, workspaceId }, { url: site.url });
    expect(asked()).toEqual(times(2));
  });

  it('is requested again where other settings change it, and cached for either', async () => {
    const { site, kit, asked, find, id } = await start();
    await find();
    await changeSettings(kit.context, kit.session, id, { scope: 'notes' });
    expect((await find()).plan?.scopes).toEqual(['notes']);
    expect((await dryRun(kit.context, kit.session, { url: site.url })).plan?.scopes).toEqual([]);
    expect(asked()).toEqual(times(3));
  });
});

describe('a discovery result is discarded', () => {
  it('when a call is answered with 401, because its authorization server may have changed', async () => {
    const { kit, id, asked, signIn, ask } = await start();
    await signIn();
    await expect(toolsOf(kit, id).list()).rejects.toEqual(fault('token_refused'));
    const { resource, issuer } = asked();
    await ask();
    expect(asked()).toMatchObject({ resource: resource + 1, issuer: issuer + 1 });
  });

  it.each([
    ['the person says no', { code: null, error: 'access_denied' }],
    ['the answer is of another issuer', { iss: 'https://other.example' }],
  ])('when a sign-in fails because %s', async (_, other) => {
    const { site, kit, asked, ask, opened } = await start();
    await ask();
    await expect(finishAuthorization(kit.context, site.redirect(opened(), other))).rejects.toThrow();
    await ask();
    expect(asked()).toEqual(times(2));
  });

  it('when a sign-in fails before the browser opens', async () => {
    const { site, asked, find, ask } = await start();
    site.authorization.routes['/register'] = json({ error: 'invalid_client_metadata' }, 400);
    await find();
    await expect(ask()).rejects.toEqual(fault('registration_refused'));
    await find();
    expect(asked()).toEqual(times(2));
  });

  it('but not when the person only gives up', async () => {
    const { kit, id, asked, ask } = await start();
    await ask();
    cancelConnect(kit.context, kit.session, id);
    await ask();
    expect(asked()).toEqual(times(1));
  });

  it('when the person asks for that', async () => {
    const { kit, id, asked, find } = await start();
    await find();
    await find(true);
    expect(asked()).toEqual(times(2));
    await connect(kit.context, kit.session, id, { registerAgain: true });
    expect(asked()).toEqual(times(3));
  });

  it('when other headers are to be sent with requests: they are sent with this one too', async () => {
    const { site, kit, id, asked, find } = await start();
    await find();
    await changeSettings(kit.context, kit.session, id, { headers: { 'x-tenant': 'one' } });
    await find();
    expect(asked()).toEqual(times(2));
    expect(site.server.to('/mcp').map(({ headers }) => headers['x-tenant'])).toEqual([undefined, 'one']);
    expect(site.authorization.requests.some(({ headers }) => 'x-tenant' in headers)).toBe(false);
  });

  it('when the server moves, and when it comes back', async () => {
    const { site, kit, id, asked, find } = await start();
    await find();
    await changeServerAddress(kit.context, kit.session, id, `${site.server.origin}/elsewhere`);
    await changeServerAddress(kit.context, kit.session, id, site.url);
    await find();
    expect(asked()).toMatchObject({ server: 2 });
  });

  it('when the server is removed', async () => {
    const { site, kit, id, asked, find } = await start();
    await find();
    await removeServer(kit.context, kit.session, id);
    await dryRun(kit.context, kit.session, { serverId: kit.addServer(site.url) });
    expect(asked()).toEqual(times(2));
  });

  it('when a server that was open needs a sign-in', async () => {
    const { site, kit, id, ask } = await start();
    const closed = site.server.routes['/mcp'] as Reply;
    site.server.routes['/mcp'] = json({ jsonrpc: '2.0', id: 'probe', result: {} });
    await ask();
    expect(kit.view(id).status.state).toBe('open');
    site.server.routes['/mcp'] = closed;
    await expect(toolsOf(kit, id).list()).rejects.toEqual(fault('not_signed_in'));
    await ask();
    expect(kit.view(id).status.state).toBe('authorizing');
  });

  it('when two hundred others came after it', async () => {
    const discoveries = new Discoveries();
    const asked: string[] = [];
    const get = (key: string) =>
      discoveries.get(
        key,
        { now: () => 0, signal: new AbortController().signal, onSteps: () => undefined },
        async () => {
          asked.push(key);
          return undefined;
        },
      );
    for (let count = 0; count <= 200; count += 1) await get(`server ${count}`);
    await get('server 200');
    await get('server 1');
    expect(asked).toHaveLength(201);
    await get('server 0');
    expect(asked).toHaveLength(202);
  });
});

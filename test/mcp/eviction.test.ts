import type { RequestListener } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { disconnect } from '../../src-main/connections/sign-out/disconnect.ts';
import { removeServer, setServerEnabled } from '../../src-main/connections/servers/servers.ts';
import { changeSettings } from '../../src-main/connections/servers/settings.ts';
import { fault } from '../support/faults.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { startRealParts } from '../support/real-parts.ts';
import { startMcpServer } from '../fixtures/mcp-server.ts';
import { toolsOf } from '../support/tools.ts';

/** Records the headers of each request, and the number of sessions. */
function watching() {
  const requests: { team: string | undefined; bearer: string | undefined }[] = [];
  const opened = new Set<unknown>();
  const between =
    (answer: RequestListener): RequestListener =>
    (request, response) => {
      const { authorization, 'x-team': team, 'mcp-session-id': session } = request.headers;
      if (request.url === '/mcp') requests.push({ team: team?.toString(), bearer: authorization });
      if (session !== undefined) opened.add(session);
      answer(request, response);
    };
  return {
    between,
    opened: () => opened.size,
    /** The requests since the last call. */
    requests: () => requests.splice(0),
  };
}

/** A server that asks for a sign-in, signed in to and called once. */
async function signedIn() {
  const watch = watching();
  const { kit, id, server } = await startRealParts({ mcp: { protocol: '2025-11-25', between: watch.between } });
  const tools = toolsOf(kit, id);
  await kit.signIn(id);
  await tools.call('whoami');
  expect(watch.opened()).toBe(1);
  await tools.call('whoami');
  expect(watch.opened()).toBe(1);
  const before = watch.requests().flatMap(({ bearer }) => bearer ?? []);
  return { kit, id, server, watch, old: new Set(before), call: tools.call, whoami: () => tools.call('whoami') };
}

/** A server without a sign-in: no tokens change, whatever happens to it. */
async function open() {
  const watch = watching();
  const server = await startMcpServer({ testTools: true, protocol: '2025-11-25', between: watch.between });
  onTestFinished(() => server.close());
  const kit = await startKeyfob();
  const id = kit.addServer(server.url);
  kit.store.servers.setRequiresSignIn(kit.session.workspaceId, id, false);
  const { call } = toolsOf(kit, id);
  await call('convert_units', { value: 1, from: 'km', to: 'm' });
  expect(watch.opened()).toBe(1);
  /** A call that lasts until its session is closed. */
  const underWay = async () => {
    const calls = server.calls.length;
    const slow = call('slow', { steps: 1000, stepMilliseconds: 20 });
    slow.catch(() => undefined);
    await expect.poll(() => server.calls.length).toBe(calls + 1);
    return { slow };
  };
  return { kit, id, watch, call, underWay };
}

describe('a session is closed, and not used again,', () => {
  it('when a new sign-in is made: the next call is sent with that token alone, in a session of its own', async () => {
    const { kit, id, watch, old, whoami } = await signedIn();
    await kit.signIn(id, { account: 'ben@example.com' });
    watch.requests();
    expect((await whoami()).content).toEqual([{ type: 'text', text: 'ben@example.com' }]);
    expect(watch.opened()).toBe(2);
    const bearers = watch.requests().flatMap(({ bearer }) => bearer ?? []);
    expect(bearers.length).toBeGreaterThan(0);
    for (const bearer of bearers) expect(old.has(bearer)).toBe(false);
  });

  it('when its person signs out, and with it what is under way', async () => {
    const { kit, id, watch, call, server } = await signedIn();
    const calls = server.calls.length;
    const slow = call('slow', { steps: 1000, stepMilliseconds: 20 });
    slow.catch(() => undefined);
    await expect.poll(() => server.calls.length).toBe(calls + 1);
    await disconnect(kit.context, kit.session, id);
    await expect(slow).rejects.toEqual(fault('not_signed_in'));
    expect(watch.opened()).toBe(1);
  });

  it('when the server gets other headers: the next call has the new ones, and only those', async () => {
    const { kit, id, watch, whoami } = await signedIn();
    await changeSettings(kit.context, kit.session, id, { headers: { 'x-team': 'blue' } });
    watch.requests();
    await whoami();
    expect(watch.opened()).toBe(2);
    expect(new Set(watch.requests().map(({ team }) => team))).toEqual(new Set(['blue']));
    await changeSettings(kit.context, kit.session, id, { headers: { 'x-team': 'red' } });
    watch.requests();
    await whoami();
    expect(new Set(watch.requests().map(({ team }) => team))).toEqual(new Set(['red']));
    expect(watch.opened()).toBe(3);
  });

  it('when a server without sign-in is reconfigured', async () => {
    const { kit, id, watch, call } = await open();
    await changeSettings(kit.context, kit.session, id, { headers: { 'x-team': 'blue' } });
    watch.requests();
    await call('convert_units', { value: 1, from: 'km', to: 'm' });
    expect(watch.opened()).toBe(2);
    expect(new Set(watch.requests().map(({ team }) => team))).toEqual(new Set(['blue']));
  });

  it('when its server is turned off, and with it what is under way', async () => {
    const { kit, id, watch, underWay } = await open();
    const { slow } = await underWay();
    setServerEnabled(kit.context, kit.session, id, false);
    await expect(slow).rejects.toMatchObject({ name: 'Fault' });
    expect(watch.opened()).toBe(1);
  });

  it('when its server is deleted, and with it what is under way', async () => {
    const { kit, id, watch, underWay } = await open();
    const { slow } = await underWay();
    await removeServer(kit.context, kit.session, id);
    await expect(slow).rejects.toMatchObject({ name: 'Fault' });
    expect(watch.opened()).toBe(1);
  });
});

it('a session stays open when nothing of that happens to it', async () => {
  const { kit, id, watch, whoami } = await signedIn();
  await changeSettings(kit.context, kit.session, id, { note: 'New', callTimeout: 60_000, toolPrefix: 'notes' });
  kit.context.publish({ type: 'server_changed', workspaceId: kit.session.workspaceId, serverId: id });
  kit.context.publish({ type: 'server_removed', workspaceId: kit.session.workspaceId, serverId: 'another' });
  await whoami();
  expect(watch.opened()).toBe(1);
});

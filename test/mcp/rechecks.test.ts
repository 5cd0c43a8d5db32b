import { expect, it, onTestFinished, vi } from 'vitest';
import { Rechecks } from '../../src-main/mcp/rechecks.ts';
import { startMcpServer } from '../fixtures/mcp-server.ts';
import { startRealParts } from '../support/real-parts.ts';
import { scriptedMcp } from '../support/scripted-mcp.ts';
import { html, scriptedServer } from '../support/scripted-server.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { toolsOf } from '../support/tools.ts';

/** A real server, with a sign-in, that does not run any more. */
async function gone() {
  const { authorization, server, kit, id } = await startRealParts({ mcp: { protocol: '2025-11-25' } });
  await kit.signIn(id);
  const tools = toolsOf(kit, id);
  await tools.call('whoami');
  await server.close();
  await expect(tools.call('whoami')).rejects.toMatchObject({ name: 'Fault' });
  const comeBack = async () => {
    const port = Number(new URL(server.url).port);
    const again = await startMcpServer({ authorization, testTools: true, port, protocol: '2025-11-25' });
    onTestFinished(() => again.close());
    return again;
  };
  const status = () => kit.view(id).status;
  const pause = () => {
    const now = status();
    return now.state === 'unreachable' && now.retryAt !== undefined ? now.retryAt - kit.context.now() : 0;
  };
  return { ...tools, kit, id, comeBack, status, pause };
}

it('a server that did not answer is left alone for longer each time, unless a person tries again', async () => {
  const { call, list, known, kit, status, pause, comeBack } = await gone();
  expect(pause()).toBeGreaterThan(4000);
  expect(pause()).toBeLessThanOrEqual(5000);
  const server = await comeBack();
  // No request is made automatically, though the server would answer.
  await expect(known()).rejects.toThrow('it did not answer just now');
  expect(server.bearers().requests).toBe(0);
  await server.close();
  for (const [ahead, longest] of [
    [6, 10],
    [20, 20],
    [60, 40],
    [600, 80],
    [6000, 160],
    [12_000, 300],
    [24_000, 300],
  ] as const) {
    kit.clock.ahead = ahead * 1000;
    await expect(call('whoami')).rejects.toMatchObject({ name: 'Fault' });
    expect(Math.ceil(pause() / 1000)).toBe(longest);
  }
  await comeBack();
  expect(await list()).toHaveLength(6);
  expect(status().state).toBe('signed_in');
  expect((await call('whoami')).isError).toBe(false);
});

it('a failure is shared by callers at the same time', async () => {
  const { kit, call, pause } = await gone();
  kit.clock.ahead = 6000;
  await Promise.allSettled([call('whoami'), call('whoami'), call('whoami'), call('whoami')]);
  expect(Math.ceil(pause() / 1000)).toBe(10);
});

it('a server that is back is found automatically', async () => {
  const { kit, pool, status, comeBack } = await gone();
  const rechecks = new Rechecks(kit.context, pool);
  onTestFinished(() => rechecks.stop());
  kit.subscribe((event) => rechecks.follow(event));
  let wake = () => {};
  rechecks.start({ on: (_event, listener) => (wake = listener) });
  kit.clock.ahead = 6000;
  wake();
  await expect
    .poll(() => Math.ceil(((status() as { retryAt?: number }).retryAt ?? 0) - kit.context.now()))
    .toBeGreaterThan(8000);
  await comeBack();
  kit.clock.ahead = 20_000;
  // Each change of a server is a reason to schedule the next check.
  kit.context.publish({ type: 'server_changed', workspaceId: kit.session.workspaceId, serverId: 'another' });
  await expect.poll(() => status().state).toBe('signed_in');
});

it('a server that answers with an error of its own is reachable again, and not checked further', async () => {
  const { reply } = scriptedMcp();
  const server = await scriptedServer({ '/mcp': () => 'close' });
  const kit = await startKeyfob();
  const id = kit.addServer(`${server.origin}/mcp`);
  kit.store.servers.setRequiresSignIn(kit.session.workspaceId, id, false);
  const { list, pool } = toolsOf(kit, id);
  await expect(list()).rejects.toMatchObject({ name: 'Fault' });
  expect(kit.view(id).status.state).toBe('unreachable');
  server.routes['/mcp'] = html(500);
  const rechecks = new Rechecks(kit.context, pool);
  onTestFinished(() => rechecks.stop());
  kit.subscribe((event) => rechecks.follow(event));
  kit.clock.ahead = 6000;
  kit.context.publish({ type: 'server_changed', workspaceId: kit.session.workspaceId, serverId: id });
  await expect.poll(() => kit.view(id).status.state).toBe('open');
  const asked = server.requests.length;
  kit.clock.ahead = 60_000;
  kit.context.publish({ type: 'server_changed', workspaceId: kit.session.workspaceId, serverId: id });
  await vi.waitFor(() => expect(kit.context.health.retries()).toEqual([]));
  expect(server.requests).toHaveLength(asked);
  server.routes['/mcp'] = reply;
  expect(await list()).toHaveLength(1);
});

import { expect, it, onTestFinished, vi } from 'vitest';
import { setServerEnabled } from '../../src-main/connections/servers/servers.ts';
import { availableTools } from '../../src-main/mcp/available-tools.ts';
import { startMcpServer } from '../fixtures/mcp-server.ts';
import { startRealParts } from '../support/real-parts.ts';
import { scriptedServer } from '../support/scripted-server.ts';
import { toolsOf } from '../support/tools.ts';

it('the available tools are those of every server that may be called now; the others are named with the reason', async () => {
  const { kit, id, server, change } = await startRealParts();
  await kit.signIn(id);
  await change({ toolPrefix: 'sample.' });
  const open = await startMcpServer();
  onTestFinished(() => open.close());
  const openId = kit.addServer(open.url);
  kit.store.servers.setRequiresSignIn(kit.session.workspaceId, openId, false);
  const elsewhere = await scriptedServer({ '/mcp': () => 'close' });
  const goneId = kit.addServer(`${elsewhere.origin}/mcp`);
  kit.store.servers.setRequiresSignIn(kit.session.workspaceId, goneId, false);
  // Servers are listed in the order of their times: two that are added within a millisecond have no order.
  kit.clock.ahead += 1;
  const strangerId = kit.addServer('https://127.0.0.1:2/plans');
  const offId = kit.addServer('https://127.0.0.1:2/off');
  setServerEnabled(kit.context, kit.session, offId, false);

  const { pool } = toolsOf(kit, id);
  const { tools, skipped } = await availableTools({ context: kit.context, pool, session: kit.session });
  expect(tools.map(({ serverId, qualifiedName }) => [serverId, qualifiedName])).toEqual([
    ...['convert_units', 'plan_day', 'draw_chart', 'slow', 'fails', 'whoami'].map((name) => [id, `sample.${name}`]),
    ...['convert_units', 'plan_day', 'draw_chart'].map((name) => [openId, name]),
  ]);
  expect(skipped).toEqual([
    { serverId: goneId, reason: expect.objectContaining({ code: 'connection_failed' }) },
    { serverId: strangerId, reason: expect.objectContaining({ code: 'not_signed_in' }) },
  ]);
  // A server that did not answer is left alone, and one without a sign-in got no request at all.
  const asked = elsewhere.requests.length;
  expect((await availableTools({ context: kit.context, pool, session: kit.session })).skipped).toHaveLength(2);
  expect(elsewhere.requests).toHaveLength(asked);
  // Until a person requests it.
  await availableTools({ context: kit.context, pool, session: kit.session }, true);
  expect(elsewhere.requests.length).toBeGreaterThan(asked);
  expect(server.bearers().different).toBe(1);
});

it('the available tools do not wait for one slow server', async () => {
  const { kit, id } = await startRealParts();
  await kit.signIn(id);
  const slow = await scriptedServer({ '/mcp': () => 'hang' });
  const slowId = kit.addServer(`${slow.origin}/mcp`);
  kit.store.servers.setRequiresSignIn(kit.session.workspaceId, slowId, false);
  const { pool, known } = toolsOf(kit, id);
  await known();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const asking = availableTools({ context: kit.context, pool, session: kit.session });
  await expect.poll(() => slow.requests.length).toBeGreaterThan(0);
  await vi.advanceTimersByTimeAsync(15_001);
  const { tools, skipped } = await asking;
  expect(tools).not.toHaveLength(0);
  expect(skipped).toEqual([{ serverId: slowId, reason: expect.objectContaining({ code: 'timed_out' }) }]);
});

it('the available tools are a profile’s own: another profile has none of them', async () => {
  const { kit, id } = await startRealParts();
  await kit.signIn(id);
  const { pool } = toolsOf(kit, id);
  const { workspaceId } = kit.session;
  const { id: profileId } = kit.store.profiles.create({ workspaceId, name: 'Mai', role: 'admin', now: 1 });
  const { tools, skipped } = await availableTools({
    context: kit.context,
    pool,
    session: { workspaceId, profileId, role: 'admin' },
  });
  expect([tools, skipped.map(({ reason }) => reason.code)]).toEqual([[], ['not_signed_in']]);
});

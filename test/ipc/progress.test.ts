import { EventEmitter } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import { respondTo } from '../../src-main/ipc/respond.ts';
import { serve } from '../../src-main/ipc/serve.ts';
import { WindowSessions } from '../../src-main/ipc/window-sessions.ts';
import type { Events, RequestName, Result } from '../../src-preload/contract.ts';
import { startMcpServer } from '../fixtures/mcp-server.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { servicesOf } from '../support/services-of.ts';

const origin = 'app://keyfob';

/** Two windows of one person, at a server whose tool reports its progress. */
async function start() {
  const server = await startMcpServer({ testTools: true });
  onTestFinished(() => server.close());
  const kit = await startKeyfob();
  const { context, session } = kit;
  const id = kit.addServer(server.url);
  await connect(context, session, id);
  const windows = new WindowSessions(origin);
  const channels = new Map<string, (event: unknown, input: unknown) => Promise<Result<unknown>>>();
  const services = servicesOf(kit);
  serve(
    { handle: (name, listener) => void channels.set(name, listener as never) },
    respondTo({
      windows,
      ready: async () => services,
    }),
  );
  const open = (number: number) => {
    const heard: Events['tools:progress'][] = [];
    const mainFrame = { origin };
    const contents = Object.assign(new EventEmitter(), {
      id: number,
      mainFrame,
      isDestroyed: () => false,
      send: (name: string, event: Events['tools:progress']) => name === 'tools:progress' && heard.push(event),
    });
    windows.add(contents as never);
    windows.bind(session);
    const ask = (name: RequestName, input: unknown) =>
      channels.get(name)?.({ sender: contents, senderFrame: mainFrame }, input);
    return { heard, ask };
  };
  const slow = (callId: string) => ({
    serverId: id,
    callId,
    tool: 'slow',
    arguments: { steps: 6, stepMilliseconds: 120 },
  });
  return { kit, one: open(1), other: open(2), slow };
}

it('the progress of a call is sent to the calling window, while the call runs', async () => {
  const { one, other, slow } = await start();
  expect(await one.ask('tools:call', slow('call-1'))).toMatchObject({ ok: true });
  expect(one.heard[0]).toEqual({ callId: 'call-1', progress: 1, total: 6, message: 'Step 1' });
  expect(one.heard.length).toBeGreaterThan(1);
  expect(one.heard.length).toBeLessThan(6);
  expect(other.heard).toEqual([]);
});

it('a window that has changed its profile gets no event of a call it made before', async () => {
  const { kit, one, slow } = await start();
  const { id: profileId } = kit.store.profiles.create({
    workspaceId: kit.session.workspaceId,
    name: 'Mai',
    role: 'member',
    now: 1,
  });
  const called = one.ask('tools:call', slow('call-1'));
  await expect.poll(() => one.heard.length).toBe(1);
  await one.ask('profiles:switch', { profileId });
  await called;
  expect(one.heard).toHaveLength(1);
});

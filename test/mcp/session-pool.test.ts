import { expect, it } from 'vitest';
import { removeProfile } from '../../src-main/connections/people/profiles.ts';
import { disconnect } from '../../src-main/connections/sign-out/disconnect.ts';
import { callTool } from '../../src-main/mcp/tools.ts';
import type { Session } from '../../src-main/connections/slot.ts';
import { fault } from '../support/faults.ts';
import { startKeyfob } from '../support/keyfob.ts';
import { startRealParts } from '../support/real-parts.ts';
import { scriptedMcp } from '../support/scripted-mcp.ts';
import { scriptedServer } from '../support/scripted-server.ts';
import { signInAs } from '../support/sign-in-as.ts';
import { toolsOf } from '../support/tools.ts';

/** `size` servers without a sign-in, whose only tool answers when the test lets it. */
async function company(size: number) {
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
  const { reply, opened } = scriptedMcp({ held });
  const paths = Array.from({ length: size }, (_, index) => `/mcp/${index}`);
  const server = await scriptedServer(Object.fromEntries(paths.map((path) => [path, reply])));
  const kit = await startKeyfob();
  const ids = paths.map((path) => {
    const id = kit.addServer(server.origin + path);
    kit.store.servers.setRequiresSignIn(kit.session.workspaceId, id, false);
    return id;
  });
  const { pool } = toolsOf(kit, '');
  const call = (id: string | undefined, signal = new AbortController().signal) =>
    callTool(
      { context: kit.context, pool, session: kit.session },
      { serverId: id ?? '', tool: 'one', arguments: {}, signal },
    );
  const calling = () => server.requests.filter(({ body }) => body.includes('"tools/call"')).length;
  return { kit, pool, ids, call, calling, opened, letGo };
}

it('the session pool has at most 32 sessions: the next caller waits for one that is not in use', async () => {
  const { ids, call, calling, opened, letGo } = await company(34);
  const under = ids.slice(0, 32).map((id) => call(id));
  await expect.poll(calling, { timeout: 10_000 }).toBe(32);
  const late = call(ids[32]);
  const abort = new AbortController();
  const impatient = call(ids[33], abort.signal);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(opened()).toBe(32);
  abort.abort();
  await expect(impatient).rejects.toEqual(fault('cancelled'));
  // An open session accepts any number of calls.
  const second = call(ids[0]);
  letGo();
  for (const result of await Promise.all([...under, late, second])) expect(result.isError).toBe(false);
  expect(opened()).toBe(33);
});

it('the session pool closes the session that was unused for longest', async () => {
  const { ids, call, opened, letGo } = await company(33);
  letGo();
  for (const id of ids.slice(0, 32)) await call(id);
  await call(ids[0]);
  await call(ids[32]);
  expect(opened()).toBe(33);
  await call(ids[0]);
  expect(opened()).toBe(33);
  await call(ids[1]);
  expect(opened()).toBe(34);
});

it('a profile that is removed leaves no session, not even one without a sign-in', async () => {
  const { kit, pool, ids, call, calling, letGo } = await company(1);
  const { workspaceId } = kit.session;
  const { id: profileId } = kit.store.profiles.create({ workspaceId, name: 'Mai', role: 'member', now: 1 });
  const mine = call(ids[0]);
  const hers = callTool(
    { context: kit.context, pool, session: { workspaceId, profileId, role: 'member' } },
    { serverId: ids[0] ?? '', tool: 'one', arguments: {}, signal: new AbortController().signal },
  ).catch((error: unknown) => error);
  await expect.poll(calling).toBe(2);
  await removeProfile(kit.context, kit.session, profileId);
  expect(await hers).toEqual(fault('cancelled'));
  letGo();
  expect((await mine).isError).toBe(false);
});

it('two profiles have sessions, tokens and tools of their own', async () => {
  const { kit, id, server } = await startRealParts();
  const { pool } = toolsOf(kit, id);
  const { workspaceId } = kit.session;
  const { id: profileId } = kit.store.profiles.create({ workspaceId, name: 'Mai', role: 'member', now: 1 });
  const mai: Session = { workspaceId, profileId, role: 'member' };
  const whoami = async (session: Session) => {
    const call = { serverId: id, tool: 'whoami', arguments: {}, signal: new AbortController().signal };
    const { content } = await callTool({ context: kit.context, pool, session }, call);
    return (content[0] as { text: string }).text;
  };
  await kit.signIn(id);
  expect(await whoami(kit.session)).toBe('ann@example.com');
  await expect(whoami(mai)).rejects.toEqual(fault('not_signed_in'));
  await signInAs(kit, mai, id, 'ben@example.com');
  expect(await Promise.all([whoami(mai), whoami(kit.session), whoami(mai)])).toEqual([
    'ben@example.com',
    'ann@example.com',
    'ben@example.com',
  ]);
  expect(server.bearers().different).toBe(2);
  // A sign-out closes nothing of the other profile's.
  await disconnect(kit.context, mai, id);
  await expect(whoami(mai)).rejects.toEqual(fault('not_signed_in'));
  expect(await whoami(kit.session)).toBe('ann@example.com');
});

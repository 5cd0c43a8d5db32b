import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Session } from '../../src-main/connections/slot.ts';
import { removeServer } from '../../src-main/connections/servers/servers.ts';
import type { HistoryCall, RequestName } from '../../src-preload/contract.ts';
import { answeringWith } from '../support/answering.ts';
import type { Keyfob } from '../support/keyfob.ts';
import { startRealParts } from '../support/real-parts.ts';
import { servicesOf } from '../support/services-of.ts';

const ofAgent = (kit: Keyfob, serverId: string, profileId: string | null) => ({
  owner: profileId ?? `shared ${kit.session.workspaceId}`,
  serverId,
  address: 'https://a.example/mcp',
  tool: 'search',
  program: 'Claude Code',
  outcome: 'done' as const,
  errorCode: null,
  startedAt: kit.context.now(),
  milliseconds: 3,
});

async function start() {
  const parts = await startRealParts();
  const { kit, id } = parts;
  await kit.signIn(id);
  const saved: string[] = [];
  const services = servicesOf(kit, {
    files: {
      save: async (name, contents) => {
        saved.push(String(contents));
        return `/home/ann/${name}`;
      },
      open: async () => null,
      openCertificates: async () => null,
      choose: async () => null,
      isChosen: () => false,
    },
  });
  const respond = answeringWith(services);
  const ask = async <T>(name: RequestName, input?: unknown, as: Session = kit.session): Promise<T> => {
    const { answer } = await respond(as, name, input);
    if (!answer.ok) throw new Error(answer.error.code);
    return answer.value as T;
  };
  const call = (tool: string, input: object) =>
    ask('tools:call', { serverId: id, callId: crypto.randomUUID(), tool, arguments: input });
  const day = { start: '09:00', end: '17:00', breakMinutes: 10 };
  const plan = (title: string) => call('plan_day', { day, tasks: [{ title, minutes: 30, important: true }] });
  const list = (filter: object = {}, as?: Session) =>
    ask<{ calls: HistoryCall[]; more: boolean }>('history:list', { filter }, as);
  return { ...parts, services, ask, call, plan, list, saved };
}

it('a call of the window is in the history with what it sent and got, and so is one that failed', async () => {
  const { call, plan, list, ask, id } = await start();
  await plan('green herons');
  await expect(call('no such tool', { text: 1 })).rejects.toThrow();
  const { calls } = await list();
  expect(calls).toMatchObject([
    { tool: 'no such tool', program: null, serverId: id, hasContent: true },
    { tool: 'plan_day', outcome: 'done', errorCode: null, program: null, serverId: id, hasContent: true },
  ]);
  const opened = await ask<object>('history:open', { id: calls[1]?.id });
  expect(opened).toMatchObject({
    address: expect.stringContaining('http://127.0.0.1'),
    input: { input: { tasks: [{ title: 'green herons' }] } },
    result: { result: { isError: false } },
  });
  expect(await ask('history:open', { id: calls[0]?.id })).toMatchObject({ input: { input: { text: 1 } } });
  const ids = calls.map((one) => one.id);
  expect(await ask('history:find', { ids, text: 'GREEN her' })).toEqual({ ids: [calls[1]?.id] });
  expect(await ask('history:find', { ids, text: 'pelicans' })).toEqual({ ids: [] });
});

it('the list of calls comes in pages of a hundred, those of agents and of the window together, the newest first', async () => {
  const { kit, id, ask } = await start();
  const base = kit.context.now() - 1_000_000;
  for (let at = 0; at < 150; at += 1)
    kit.context.history.record({
      ...ofAgent(kit, id, at % 2 === 0 ? null : kit.session.profileId),
      startedAt: base + at,
      tool: `tool ${at}`,
    });
  const first = await ask<{ calls: HistoryCall[]; more: boolean }>('history:list', { filter: {} });
  expect([first.calls.length, first.more, first.calls[0]?.tool]).toEqual([100, true, 'tool 149']);
  const { startedAt, id: last } = first.calls.at(-1) as HistoryCall;
  const second = await ask<{ calls: HistoryCall[]; more: boolean }>('history:list', {
    filter: {},
    before: { startedAt, id: last },
  });
  expect([second.calls.length, second.more, second.calls[0]?.tool]).toEqual([50, false, 'tool 49']);
  expect(await ask('history:choices')).toMatchObject({ programs: ['Claude Code'] });
  expect(await ask('history:state')).toMatchObject({ place: 'file', calls: 150, since: base, leftOut: [] });
});

it('the calls of another profile are not there for a member, nor for an admin, and those of the shared sign-in are the admins’', async () => {
  const { kit, id, ask, list, saved } = await start();
  const { workspaceId } = kit.session;
  const profile = (role: 'admin' | 'member'): Session => ({
    workspaceId,
    role,
    profileId: kit.store.profiles.create({ workspaceId, name: role, role, now: 1 }).id,
  });
  const [member, admin] = [profile('member'), profile('admin')];
  kit.context.history.record(ofAgent(kit, id, kit.session.profileId));
  kit.context.history.record(ofAgent(kit, id, null));
  const mine = (await list()).calls;
  expect(mine).toHaveLength(2);
  const own = mine.map((one) => one.id).toSorted((a, b) => a - b)[0];
  expect((await list({}, admin)).calls).toHaveLength(1);
  expect((await list({}, member)).calls).toEqual([]);
  // A claim to be an admin is not believed.
  expect((await list({}, { ...member, role: 'admin' })).calls).toEqual([]);
  for (const other of [admin, member]) {
    expect(await ask('history:open', { id: own }, other)).toBeNull();
    expect(await ask('history:find', { ids: [own], text: 'a' }, other)).toEqual({ ids: [] });
    expect(await ask('history:delete', { ids: [own] }, other)).toEqual({ deleted: 0 });
    expect(await ask('history:export', { ids: [own] }, other)).toBe(false);
  }
  expect(saved).toEqual([]);
  expect(await ask('history:delete-all', undefined, member)).toEqual({ deleted: 0 });
  expect((await list()).calls).toHaveLength(2);
});

it('each call is deleted by itself or with all others, and written to a file that the user chooses', async () => {
  const { plan, list, ask, saved } = await start();
  for (const text of ['one', 'two', 'three']) await plan(text);
  const ids = (await list()).calls.map(({ id }) => id);
  expect(await ask('history:export', { ids: ids.slice(0, 1) })).toBe(true);
  expect(JSON.parse(saved[0] ?? '')).toMatchObject({
    calls: [{ tool: 'plan_day', outcome: 'done', input: { input: { tasks: [{ title: 'three' }] } }, program: null }],
  });
  expect(await ask('history:delete', { ids: ids.slice(0, 1) })).toEqual({ deleted: 1 });
  expect((await list()).calls.map(({ id }) => id)).toEqual(ids.slice(1));
  expect(await ask('history:delete-all')).toEqual({ deleted: 2 });
  expect((await list()).calls).toEqual([]);
});

it('a server that is left out is called as before, and nothing of it is kept', async () => {
  const { plan, list, ask, id } = await start();
  await ask('history:leave-out', { serverId: id, isLeftOut: true });
  await plan('unkept');
  expect((await list()).calls).toEqual([]);
  expect(await ask('history:state')).toMatchObject({ leftOut: [id] });
  await ask('history:leave-out', { serverId: id, isLeftOut: false });
  await plan('kept');
  expect((await list()).calls).toHaveLength(1);
});

it('a removed server takes its calls with it, and windows of that profile are told', async () => {
  const { kit, plan, list, id } = await start();
  await plan('x');
  expect((await list()).calls).toHaveLength(1);
  expect(kit.events).toContainEqual({ type: 'history_changed', owners: new Set([kit.session.profileId]) });
  await removeServer(kit.context, kit.session, id);
  await expect.poll(async () => (await list()).calls).toEqual([]);
});

it('a database of the history that is no database leaves calls as they are', async () => {
  const { kit, plan, list } = await start();
  writeFileSync(join(kit.folder, 'history.sqlite'), 'no database '.repeat(1000));
  await plan('x');
  expect((await list()).calls).toHaveLength(1);
  expect(kit.log.join('\n')).toContain('a new one was begun');
  expect(readFileSync(join(kit.folder, 'history-damaged.sqlite'), 'utf8')).toContain('no database');
});

it('a locked Keyfob answers nothing about the history, and keeps what ends meanwhile', async () => {
  const { kit, id, services, plan, list, ask } = await start();
  await plan('before');
  await ask('lock:set-up', { passphrase: 'correct horse battery' });
  services.lock.lock();
  await expect(list()).rejects.toThrow('locked');
  kit.context.history.record(ofAgent(kit, id, kit.session.profileId));
  await kit.context.history.flush();
  await ask('lock:unlock', { passphrase: 'correct horse battery' });
  expect((await list()).calls).toHaveLength(2);
});

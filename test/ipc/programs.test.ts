import { expect, it } from 'vitest';
import type { LiveConnection, Services } from '../../src-main/ipc/area.ts';
import type { Session } from '../../src-main/connections/slot.ts';
import type { ProgramsView } from '../../src-preload/contract.ts';
import { answeringWith } from '../support/answering.ts';
import { servicesOf } from '../support/services-of.ts';
import { startKeyfob } from '../support/keyfob.ts';

async function start(agents: Partial<Services['agents']> = {}) {
  const kit = await startKeyfob();
  const { store, session } = kit;
  const { workspaceId } = session;
  const serverId = kit.addServer('https://notes.example/mcp');
  const member: Session = {
    workspaceId,
    role: 'member',
    profileId: store.profiles.create({ workspaceId, name: 'Mai', role: 'member', now: 1 }).id,
  };
  const programId = store.programs.see({ name: 'Claude\u202e Code', path: '/opt/claude', pattern: '{}' }, 1);
  for (const profileId of [session.profileId, member.profileId, null])
    store.programGrants.save({
      programId,
      serverId,
      profileId,
      answer: 'always',
      tools: { rule: 'all', allowed: [] },
      grantedBy: null,
      now: 2,
    });
  const services = servicesOf(kit);
  const ask = answeringWith({ ...services, agents: { ...services.agents, ...agents } });
  const owners = async (who: Session) => {
    const { answer } = await ask(who, 'programs:list', undefined);
    return answer.ok
      ? (answer.value as ProgramsView).programs.flatMap(({ grants }) => grants.map((one) => one.profileId))
      : answer;
  };
  return { kit, ask, owners, member, admin: session, serverId, programId };
}

it('the list of programs has the grants of the requesting profile, and for admins those of the shared sign-in', async () => {
  const { ask, owners, member, admin, serverId, programId } = await start();
  expect(new Set(await owners(admin).then((all) => all as string[]))).toEqual(new Set([admin.profileId, null]));
  const { answer } = await ask(member, 'programs:list', undefined);
  expect(answer).toEqual({
    ok: true,
    value: {
      programs: [
        {
          id: programId,
          name: 'Claude Code',
          isClaim: false,
          icon: null,
          path: '/opt/claude',
          firstSeen: 1,
          lastSeen: 1,
          grants: [
            {
              programId,
              serverId,
              server: expect.any(String) as unknown,
              profileId: member.profileId,
              answer: 'allowed',
              until: 'revoked',
              tools: { rule: 'all', allowed: [] },
              decidedAt: 2,
              lastUsed: null,
              waiting: 0,
              ended: null,
            },
          ],
          ended: [],
          connections: [],
          calls: [0, 0, 0, 0, 0, 0, 0],
          failed: [0, 0, 0, 0, 0, 0, 0],
        },
      ],
      others: [],
      isPaused: false,
      problem: null,
    },
  });
});

it('a grant is ended by its profile, and that of the shared sign-in by admins alone', async () => {
  const { kit, ask, owners, member, admin, serverId, programId } = await start();
  const revoke = async (who: Session, profileId: string | null) =>
    (await ask(who, 'programs:revoke', { programId, serverId, profileId })).answer;
  for (const foreign of [admin.profileId, null])
    expect(await revoke(member, foreign)).toMatchObject({ error: { code: 'forbidden' } });
  // That of another profile is not in an admin's list, and stays.
  expect(await revoke(admin, member.profileId)).toMatchObject({ ok: true });
  expect(kit.store.programGrants.list()).toHaveLength(3);
  // It stays in the record.
  expect(await revoke(member, member.profileId)).toMatchObject({
    value: { programs: [{ grants: [], ended: [{ profileId: member.profileId, ended: { why: 'revoked' } }] }] },
  });
  expect(await revoke(admin, null)).toMatchObject({ ok: true });
  expect(await owners(admin)).toEqual([admin.profileId]);
});

/** Connections of the admin, of the member, and with the shared sign-in; those that are ended are noted. */
async function startConnected() {
  const ended: string[] = [];
  const live: LiveConnection[] = [];
  const started = await start({ connected: () => live, end: (ids) => void ended.push(...ids) });
  const { admin, member, serverId } = started;
  const { workspaceId } = admin;
  for (const profileId of [admin.profileId, member.profileId, null])
    live.push({
      id: `of ${profileId}`,
      workspaceId,
      serverId,
      profileId,
      pattern: '{}',
      program: 'Claude',
      callerKind: 'program',
      since: 3,
      calls: [{ tool: 'a\u202eb', since: 4 }],
    });
  return { ...started, live, ended };
}

it('connections are shown and ended by those whose sign-in they use, and the shared ones by admins', async () => {
  const { ask, ended, admin, member, programId } = await startConnected();
  const { answer } = await ask(member, 'programs:list', undefined);
  expect(answer).toMatchObject({
    value: { programs: [{ connections: [{ id: `of ${member.profileId}`, calls: [{ tool: 'ab', since: 4 }] }] }] },
  });
  await ask(member, 'programs:close', { connectionId: `of ${admin.profileId}` });
  await ask(member, 'programs:close', { connectionId: 'of null' });
  expect(ended).toEqual([]);
  await ask(member, 'programs:stop', { programId });
  expect(ended).toEqual([`of ${member.profileId}`]);
  await ask(admin, 'programs:stop', { programId });
  expect(ended.slice(1)).toEqual([`of ${admin.profileId}`, 'of null']);
});

it('a program with calls on several connections counts once as working', async () => {
  const { ask, admin, member } = await startConnected();
  for (const who of [admin, member])
    expect((await ask(who, 'programs:working', undefined)).answer).toEqual({
      ok: true,
      value: { working: 1, isPaused: false },
    });
});

it('a connection of a program that nothing is kept of is listed among the others', async () => {
  const { ask, live, admin } = await startConnected();
  live.splice(0, live.length, { ...live[0]!, pattern: '["/opt/new",null,false]' });
  const { answer } = await ask(admin, 'programs:list', undefined);
  expect(answer).toMatchObject({ value: { others: [{ program: 'Claude', id: `of ${admin.profileId}` }] } });
});

it('a program is forgotten with the permissions of the requesting profile, and stays while others have one', async () => {
  const { kit, ask, owners, admin, member, programId } = await start();
  await ask(admin, 'programs:forget', { programId });
  expect(await owners(admin)).toEqual([]);
  expect(await owners(member)).toEqual([member.profileId]);
  await ask(member, 'programs:forget', { programId });
  expect(kit.store.programs.list()).toEqual([]);
});

it('the calls of a week are counted by day, with those that had no result', async () => {
  const { kit, ask, admin, serverId } = await start();
  const now = kit.context.now();
  const call = { serverId, program: 'Claude\u202e Code', pattern: null, tool: 'x', milliseconds: 1, bytes: 1 };
  for (const [days, outcome] of [
    [0, 'done'],
    [0, 'error'],
    [2, 'done'],
    [9, 'done'],
  ] as const)
    kit.store.agentCalls.record({ ...call, outcome, startedAt: now - days * 86_400_000 });
  const { answer } = await ask(admin, 'programs:list', undefined);
  expect(answer).toMatchObject({
    value: { programs: [{ calls: [0, 0, 0, 0, 1, 0, 2], failed: [0, 0, 0, 0, 0, 0, 1] }] },
  });
});

it('two programs of one name have a week each, and one that nothing recognizes again is none of them', async () => {
  const { kit, ask, admin, serverId } = await start();
  const [{ name: program, pattern } = { name: '', pattern: '' }] = kit.store.programs.list();
  const call = { serverId, program, tool: 'x', milliseconds: 1, bytes: 1, outcome: 'done' };
  for (const each of [pattern, '["/tmp/other",null,false]', ''])
    kit.store.agentCalls.record({ ...call, pattern: each, startedAt: kit.context.now() });
  const { answer } = await ask(admin, 'programs:list', undefined);
  expect(answer).toMatchObject({ value: { programs: [{ calls: [0, 0, 0, 0, 0, 0, 1] }] } });
});

it('the entry for the settings of a program names the connector and the server', async () => {
  const { kit, ask, admin, serverId } = await start();
  kit.store.serverAliases.add('notes', serverId);
  const entry = async (of: string | null) => (await ask(admin, 'programs:entry', { serverId: of })).answer;
  const command = '/home/ann/.keyfob/bin/keyfob';
  expect(await entry(null)).toEqual({ ok: true, value: { command, args: ['mcp', 'NAME'] } });
  expect(await entry(serverId)).toEqual({ ok: true, value: { command, args: ['mcp', 'notes'] } });
});

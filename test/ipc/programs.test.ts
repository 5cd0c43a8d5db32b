import { expect, it } from 'vitest';
import type { Session } from '../../src-main/connections/slot.ts';
import { answering } from '../support/answering.ts';
import { startKeyfob } from '../support/keyfob.ts';

async function start() {
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
    store.programGrants.save({ programId, serverId, profileId, answer: 'always', now: 2 });
  const ask = answering(kit);
  const owners = async (who: Session) => {
    const { answer } = await ask(who, 'programs:list', undefined);
    return answer.ok
      ? (answer.value as { grants: { profileId: string | null }[] }).grants.map((one) => one.profileId)
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
      grants: [
        {
          programId,
          program: 'Claude Code',
          path: '/opt/claude',
          serverId,
          server: expect.any(String) as unknown,
          profileId: member.profileId,
          answer: 'always',
          decidedAt: 2,
          lastUsed: null,
        },
      ],
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
  expect(await revoke(member, member.profileId)).toMatchObject({ value: { grants: [] } });
  expect(await revoke(admin, null)).toMatchObject({ ok: true });
  expect(await owners(admin)).toEqual([admin.profileId]);
});

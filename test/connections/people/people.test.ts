import { describe, expect, it } from 'vitest';
import { accessToken } from '../../../src-main/connections/tokens/access-token.ts';
import { connect } from '../../../src-main/connections/sign-in/connect.ts';
import { credentialViews, signOutOther } from '../../../src-main/connections/people/credentials.ts';
import { createProfile, removeProfile, renameProfile, setRole } from '../../../src-main/connections/people/profiles.ts';
import { removeServer } from '../../../src-main/connections/servers/servers.ts';
import type { Session } from '../../../src-main/connections/slot.ts';
import {
  createWorkspace,
  removeWorkspace,
  renameWorkspace,
  sessionOf,
  fallbackSession,
} from '../../../src-main/connections/people/workspaces.ts';
import { answerPages } from '../../fixtures/person.ts';
import { answering } from '../../support/answering.ts';
import { fault } from '../../support/faults.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { startRealParts } from '../../support/real-parts.ts';
import { signInAs } from '../../support/sign-in-as.ts';

const accounts = ['ann@example.com', 'bob@example.com'];

/** Ann and Mai, each signed in to one server with an account of her own. */
async function twoPeople() {
  const parts = await startRealParts({ authorization: { accounts } });
  const { kit, id } = parts;
  await kit.signIn(id, { account: 'ann@example.com' });
  const mai = sessionOf(createProfile(kit.context, kit.session, { name: 'Mai', role: 'member' }));
  await signInAs(kit, mai, id, 'bob@example.com');
  const tokenOf = async ({ workspaceId, profileId }: Session) =>
    (await accessToken(kit.context, { workspaceId, serverId: id, profileId })).token.reveal();
  return { ...parts, mai, tokenOf };
}

describe('two profiles at one server', () => {
  it('are two accounts, each with a token of its own', async () => {
    const { authorization, kit, mai, tokenOf } = await twoPeople();
    const [anns, mais] = [await tokenOf(kit.session), await tokenOf(mai)];
    expect((await authorization.inspect(anns))?.account).toBe('ann@example.com');
    expect((await authorization.inspect(mais))?.account).toBe('bob@example.com');
  });

  it('are listed for an admin, who can sign either out', async () => {
    const { authorization, kit, id, mai, tokenOf } = await twoPeople();
    const token = await tokenOf(mai);
    const states = () => credentialViews(kit.context, kit.session, id).map(({ name, status }) => [name, status.state]);
    expect(states()).toEqual([
      ['Me', 'signed_in'],
      ['Mai', 'signed_in'],
    ]);
    const { profileId } = mai;
    expect(await signOutOther(kit.context, kit.session, { serverId: id, profileId })).toBe('confirmed');
    expect(await authorization.inspect(token)).toBeUndefined();
    expect(states()).toEqual([
      ['Me', 'signed_in'],
      ['Mai', 'signed_out'],
    ]);
    await expect(signOutOther(kit.context, kit.session, { serverId: id, profileId: 'x' })).rejects.toEqual(
      fault('profile_not_found'),
    );
  });

  it('are both signed out at the authorization server when the server is removed', async () => {
    const { authorization, kit, id, mai, tokenOf } = await twoPeople();
    const tokens = [await tokenOf(kit.session), await tokenOf(mai)];
    expect(await removeServer(kit.context, kit.session, id)).toBe('confirmed');
    expect(await Promise.all(tokens.map((token) => authorization.inspect(token)))).toEqual([undefined, undefined]);
  });
});

describe('the removal of a profile', () => {
  it('signs that person out everywhere, and no other person', async () => {
    const { authorization, kit, id, mai, tokenOf } = await twoPeople();
    const [anns, mais] = [await tokenOf(kit.session), await tokenOf(mai)];
    await removeProfile(kit.context, kit.session, mai.profileId);
    expect(await authorization.inspect(mais)).toBeUndefined();
    expect(await authorization.inspect(anns)).toBeDefined();
    expect(kit.store.tokenSets.slotsOf(id)).toEqual([kit.session.profileId]);
    expect(kit.context.accessTokens.cached.size).toBe(1);
    await expect(tokenOf(mai)).rejects.toEqual(fault('not_signed_in'));
    const { workspaceId, profileId } = mai;
    expect(kit.events).toContainEqual({ type: 'person_removed', workspaceId, profileId });
  });

  it('ends a waiting sign-in of that person: its answer is refused', async () => {
    const { kit, id } = await startRealParts();
    const mai = sessionOf(createProfile(kit.context, kit.session, { name: 'Mai', role: 'member' }));
    await connect(kit.context, mai, id);
    const answer = await answerPages(kit.opened.at(-1)?.href ?? '');
    await removeProfile(kit.context, kit.session, mai.profileId);
    await expect(kit.bringBack(answer)).rejects.toEqual(fault('state_unknown'));
    expect(kit.store.tokenSets.slotsOf(id)).toEqual([]);
  });

  it('is refused for the last admin, who cannot be made a member either', async () => {
    const kit = await startKeyfob();
    const { context, session } = kit;
    const mai = createProfile(context, session, { name: 'Mai', role: 'member' });
    await expect(removeProfile(context, session, session.profileId)).rejects.toEqual(
      fault('last_admin', { profile: 'Me' }),
    );
    expect(() => setRole(context, session, session.profileId, 'member')).toThrow(
      fault('last_admin', { profile: 'Me' }),
    );
    setRole(context, session, mai.id, 'admin');
    await removeProfile(context, session, session.profileId);
    expect(kit.store.profiles.list(session.workspaceId).map(({ name }) => name)).toEqual(['Mai']);
  });
});

describe('the name of a profile', () => {
  it('is cleaned, bounded, and never empty', async () => {
    const { context, session, store } = await startKeyfob();
    const mai = createProfile(context, session, { name: '  Mai \u202e\0 ', role: 'member' });
    expect(mai.name).toBe('Mai');
    for (const name of ['', '   ', '\u200b\u202e'])
      expect(() => renameProfile(context, session, mai.id, name)).toThrow(fault('request_invalid', { field: 'name' }));
    renameWorkspace(context, session, 'x'.repeat(400));
    expect(store.workspaces.get(session.workspaceId)?.name.length).toBeLessThanOrEqual(101);
  });
});

describe('the removal of a workspace', () => {
  it('ends every sign-in in it, and leaves the other workspace as it is', async () => {
    const { authorization, kit, id, mai, tokenOf } = await twoPeople();
    const work = sessionOf(createWorkspace(kit.context, { name: 'Work', profileName: 'Me at work' }));
    const tokens = [await tokenOf(kit.session), await tokenOf(mai)];
    await removeWorkspace(kit.context, kit.session);
    expect(await Promise.all(tokens.map((token) => authorization.inspect(token)))).toEqual([undefined, undefined]);
    expect(kit.store.workspaces.list().map(({ name }) => name)).toEqual(['Work']);
    expect(kit.store.servers.get(kit.session.workspaceId, id)).toBeUndefined();
    expect(fallbackSession(kit.context, mai)).toEqual(work);
    await expect(removeWorkspace(kit.context, work)).rejects.toEqual(fault('last_workspace'));
    expect(kit.store.profiles.get(work.profileId)).toBeDefined();
  });
});

describe('a window', () => {
  it('has the profile it was switched to, and so has the next start', async () => {
    const kit = await startKeyfob();
    const ask = answering(kit);
    const mai = createProfile(kit.context, kit.session, { name: 'Mai', role: 'member' });
    const { session } = await ask(kit.session, 'profiles:switch', { profileId: mai.id });
    expect(session).toEqual({ workspaceId: kit.session.workspaceId, profileId: mai.id, role: 'member' });
    kit.close();
    expect((await startKeyfob({ folder: kit.folder })).session).toEqual(session);
  });

  it('of a removed workspace gets another profile', async () => {
    const kit = await startKeyfob();
    const ask = answering(kit);
    const { session: work } = await ask(kit.session, 'workspaces:create', { name: 'Work', profileName: 'Me' });
    expect(work.workspaceId).not.toBe(kit.session.workspaceId);
    const { session } = await ask(work, 'workspaces:remove', undefined);
    expect(session).toEqual(kit.session);
  });
});

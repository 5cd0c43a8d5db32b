import { expect, it } from 'vitest';
import { accessToken } from '../../src-main/connections/tokens/access-token.ts';
import { listActivity } from '../../src-main/connections/activity.ts';
import { cancelConnect } from '../../src-main/connections/sign-in/cancel.ts';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import { signOutOther } from '../../src-main/connections/people/credentials.ts';
import { disconnect } from '../../src-main/connections/sign-out/disconnect.ts';
import { removeServer, setServerEnabled } from '../../src-main/connections/servers/servers.ts';
import { changeSettings } from '../../src-main/connections/servers/settings.ts';
import type { Session } from '../../src-main/connections/slot.ts';
import type { ActivityView } from '../../src-preload/contract.ts';
import { answering } from '../support/answering.ts';
import { startKeyfob, type Keyfob } from '../support/keyfob.ts';
import { startRealParts } from '../support/real-parts.ts';
import { toolsOf } from '../support/tools.ts';

const of = (kit: Keyfob, session = kit.session, serverId?: string) =>
  listActivity(kit.context, session, { serverId }).entries;

const lines = (entries: ActivityView[]) =>
  entries.toReversed().map(({ kind, outcome, subject }) => [kind, outcome, subject].filter(Boolean).join(' '));

it('the activity log says who did what, with how it ended, in the order it was done', async () => {
  const { kit, id } = await startRealParts({ authorization: { accessTokenSeconds: 5 } });
  const { call } = toolsOf(kit, id);
  await connect(kit.context, kit.session, id);
  cancelConnect(kit.context, kit.session, id);
  await expect(kit.signIn(id, { answer: 'deny' })).rejects.toThrow();
  await kit.signIn(id);
  await call('whoami');
  await call('fails');
  kit.clock.ahead = 5000;
  await accessToken(kit.context, kit.slot(id));
  setServerEnabled(kit.context, kit.session, id, false);
  await expect(call('whoami')).rejects.toThrow();
  setServerEnabled(kit.context, kit.session, id, true);
  await changeSettings(kit.context, kit.session, id, { note: 'mine' });
  await changeSettings(kit.context, kit.session, id, { note: 'mine' });
  await disconnect(kit.context, kit.session, id);
  const entries = of(kit);
  expect(lines(entries)).toEqual([
    'added done',
    'connected cancelled',
    'connected access_denied',
    'connected done',
    'called done whoami',
    'called tool_failed fails',
    'refreshed done',
    'turned_off done',
    'called server_off whoami',
    'turned_on done',
    'reconfigured done',
    'signed_out done',
  ]);
  const name = kit.store.profiles.get(kit.session.profileId)?.name;
  expect(new Set(entries.map(({ profile }) => profile))).toEqual(new Set([name]));
  await removeServer(kit.context, kit.session, id);
  expect(lines(of(kit))).toEqual([expect.stringMatching(/^removed done /)]);
});

it('the activity log is for the person who acted and for admins, page by page, and as it happens', async () => {
  const kit = await startKeyfob();
  const { workspaceId } = kit.session;
  const id = kit.addServer('https://127.0.0.1:2/plans');
  const { id: profileId } = kit.store.profiles.create({ workspaceId, name: 'Mai', role: 'member', now: 1 });
  const mai: Session = { workspaceId, profileId, role: 'member' };
  const ask = answering(kit);
  let recorded = 0;
  kit.subscribe(({ type }) => void (recorded += Number(type === 'activity_recorded')));
  for (let index = 0; index < 120; index++)
    await ask(mai, 'tools:call', { serverId: id, callId: `${index}`, tool: `tool ${index}`, arguments: {} });
  await signOutOther(kit.context, kit.session, { serverId: id, profileId });

  expect(of(kit, mai)).toHaveLength(100);
  expect(of(kit, mai).every(({ profile }) => profile === 'Mai')).toBe(true);
  const first = listActivity(kit.context, kit.session, { serverId: id });
  expect(first.more).toBe(true);
  expect(first.entries[0]).toMatchObject({ kind: 'signed_out', subject: 'Mai' });
  const second = listActivity(kit.context, kit.session, { serverId: id, before: first.entries.at(-1)?.id });
  expect(second.more).toBe(false);
  expect([...first.entries, ...second.entries]).toHaveLength(122);
  // All entries but the first: the server was added before the test subscribed.
  expect(recorded).toBe(121);
  expect(() => listActivity(kit.context, { ...mai, workspaceId: 'elsewhere' }, { serverId: id })).toThrow(
    expect.objectContaining({ code: 'server_not_found' }),
  );
});

it('the activity log has one entry where a renewal goes on failing the same way', async () => {
  const { kit, id, authorization } = await startRealParts({ authorization: { accessTokenSeconds: 5 } });
  await kit.signIn(id);
  await authorization.close();
  for (const ahead of [6000, 60_000, 120_000]) {
    kit.clock.ahead = ahead;
    await expect(accessToken(kit.context, kit.slot(id))).rejects.toThrow();
  }
  expect(lines(of(kit)).filter((line) => line.startsWith('refreshed'))).toEqual(['refreshed refresh_unavailable']);
});

it('the activity log fails together with the action it records, and holds no secret', async () => {
  const { kit, id } = await startRealParts();
  kit.store.activity.record = () => {
    throw new Error('disk');
  };
  await kit.signIn(id);
  expect(kit.completed()).toEqual(['signed in']);
  expect(kit.log.join()).toContain('activity was not recorded');
});

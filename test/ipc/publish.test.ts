import { describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../src-main/connections/context.ts';
import type { Session } from '../../src-main/connections/slot.ts';
import { publishTo } from '../../src-main/ipc/publish.ts';
import type { AppView } from '../../src-preload/contract.ts';
import { startKeyfob } from '../support/keyfob.ts';

/** Windows of an admin, two members and a person in another workspace, and the events that reached each. */
async function audience() {
  const kit = await startKeyfob();
  const { workspaceId } = kit.session;
  const person = (name: string, workspace = workspaceId): Session => {
    const role = name === 'foreign admin' ? ('admin' as const) : ('member' as const);
    const { id } = kit.store.profiles.create({ workspaceId: workspace, name, role, now: 1 });
    return { workspaceId: workspace, profileId: id, role };
  };
  const { id: otherWorkspace } = kit.store.workspaces.create({ name: 'Work', now: 1 });
  const people: Record<string, Session> = {
    admin: kit.session,
    mai: person('mai'),
    lin: person('lin'),
    foreign: person('foreign admin', otherWorkspace),
  };
  const publish = (event: DomainEvent) => {
    const heard: Record<string, unknown[]> = {};
    const listeners = Object.entries(people).map(([name, session]) => ({
      session,
      send: (channel: string, view: unknown) => void (heard[name] ??= []).push([channel, view]),
    }));
    publishTo(kit.context, listeners, event, () => ({ version: '1' }) as AppView);
    return heard;
  };
  const serverId = kit.addServer('https://notes.example/mcp');
  return { kit, workspaceId, otherWorkspace, people, publish, serverId };
}

const idOf = (people: Record<string, Session>, name: string) => people[name]?.profileId ?? '';

describe('a changed server', () => {
  it('is published to every window of its workspace, each with its own view, and to no other', async () => {
    const { workspaceId, publish, serverId, people, kit } = await audience();
    kit.context.attempts.begin(
      { workspaceId, serverId, profileId: idOf(people, 'mai') },
      idOf(people, 'mai'),
      Date.now,
      () => undefined,
    );
    const heard = publish({ type: 'server_changed', workspaceId, serverId });
    expect(Object.keys(heard).toSorted()).toEqual(['admin', 'lin', 'mai']);
    expect(heard.mai).toEqual([
      [
        'servers:changed',
        expect.objectContaining({ id: serverId, status: expect.objectContaining({ state: 'authorizing' }) as unknown }),
      ],
    ]);
    expect(heard.lin).toEqual([['servers:changed', expect.objectContaining({ status: { state: 'signed_out' } })]]);
  });

  it('that is removed, or another person’s, is published to no window', async () => {
    const { workspaceId, otherWorkspace, publish, serverId } = await audience();
    expect(publish({ type: 'server_changed', workspaceId, serverId: 'gone' })).toEqual({});
    expect(publish({ type: 'server_changed', workspaceId: otherWorkspace, serverId })).toEqual({});
    expect(publish({ type: 'server_changed', workspaceId: '', serverId })).toEqual({});
  });

  it('that was removed is published to its workspace', async () => {
    const { workspaceId, publish, serverId } = await audience();
    const heard = publish({ type: 'server_removed', workspaceId, serverId });
    expect(Object.keys(heard).toSorted()).toEqual(['admin', 'lin', 'mai']);
    expect(heard.lin).toEqual([['servers:removed', { serverId }]]);
  });
});

describe('the end of a sign-in', () => {
  const completed = (slot: { workspaceId: string; serverId: string }, initiatorId: string): DomainEvent => ({
    type: 'connection_completed',
    slot: { ...slot, profileId: initiatorId },
    initiatorId,
  });

  it('is published to the person who began it and the admins of the workspace', async () => {
    const { workspaceId, publish, serverId, people } = await audience();
    const heard = publish(completed({ workspaceId, serverId }, idOf(people, 'mai')));
    expect(heard).toEqual({
      admin: [['connections:completed', { serverId }]],
      mai: [['connections:completed', { serverId }]],
    });
  });

  it('of an admin is published to no member', async () => {
    const { workspaceId, publish, serverId, kit } = await audience();
    expect(Object.keys(publish(completed({ workspaceId, serverId }, kit.session.profileId)))).toEqual(['admin']);
  });

  it('carries the error, and nothing else', async () => {
    const { workspaceId, publish, serverId, people } = await audience();
    const error = { code: 'access_denied' as const, values: { host: 'a.example' } };
    const event = { ...completed({ workspaceId, serverId }, idOf(people, 'lin')), error } as DomainEvent;
    expect(publish(event).lin).toEqual([['connections:completed', { serverId, error }]]);
  });

  it('without a workspace, without an initiator, or of another workspace is published to no window here', async () => {
    const { workspaceId, otherWorkspace, publish, serverId, people } = await audience();
    expect(publish(completed({ workspaceId: '', serverId }, idOf(people, 'mai')))).toEqual({});
    for (const nobody of ['', undefined, null])
      expect(publish(completed({ workspaceId, serverId }, nobody as string))).toEqual({});
    expect(Object.keys(publish(completed({ workspaceId: otherWorkspace, serverId }, idOf(people, 'mai'))))).toEqual([
      'foreign',
    ]);
  });
});

it('new tokens are published to the main process alone', async () => {
  const { workspaceId, publish, serverId } = await audience();
  expect(publish({ type: 'tokens_changed', slot: { workspaceId, serverId, profileId: null } })).toEqual({});
});

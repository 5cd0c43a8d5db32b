import { EventEmitter } from 'node:events';
import type { WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import type { Session } from '../../src-main/connections/slot.ts';
import { rebindGone } from '../../src-main/ipc/rebind-gone.ts';
import { WindowSessions } from '../../src-main/ipc/window-sessions.ts';
import type { AppView } from '../../src-preload/contract.ts';
import { startKeyfob } from '../support/keyfob.ts';

/** As much of a window as its session needs. */
class Contents extends EventEmitter {
  readonly heard: [string, unknown][] = [];
  destroyed = false;
  readonly id: number;

  constructor(id: number) {
    super();
    this.id = id;
  }

  send(name: string, event: unknown): void {
    this.heard.push([name, event]);
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }
}

/** Three windows: of the first admin, of a member, and one more of that member. */
async function scene() {
  const kit = await startKeyfob();
  const { workspaceId } = kit.session;
  const { id: profileId } = kit.store.profiles.create({ workspaceId, name: 'Mai', role: 'member', now: 1 });
  const mai: Session = { workspaceId, profileId, role: 'member' };
  const windows = new WindowSessions('app://keyfob');
  const add = (id: number, session: Session) => {
    const contents = new Contents(id);
    windows.add(contents as unknown as WebContents);
    windows.bind(session);
    return contents;
  };
  const [first, second, third] = [add(1, kit.session), add(2, mai), add(3, mai)];
  const describeFor = (session: Session) => ({ profile: session.profileId }) as unknown as AppView;
  const sessions = () => [...windows.listeners()].map(({ session }) => session.profileId);
  return { kit, mai, windows, first, second, third, describeFor, sessions };
}

describe('a removed profile', () => {
  it('leaves each of its windows to another profile of the workspace, and informs only those windows', async () => {
    const { kit, mai, windows, first, second, third, describeFor, sessions } = await scene();
    kit.store.profiles.remove(mai.profileId);
    rebindGone(kit.context, windows, describeFor);
    const { profileId } = kit.session;
    expect(sessions()).toEqual([profileId, profileId, profileId]);
    expect(first.heard).toEqual([]);
    for (const { heard } of [second, third]) expect(heard).toEqual([['app:changed', { profile: profileId }]]);
  });

  it('that no window uses changes nothing', async () => {
    const { kit, mai, windows, first, second, describeFor, sessions } = await scene();
    const before = sessions();
    rebindGone(kit.context, windows, describeFor);
    expect(sessions()).toEqual(before);
    expect(before).toContain(mai.profileId);
    expect([...first.heard, ...second.heard]).toEqual([]);
  });

  it('informs no window that is closed', async () => {
    const { kit, mai, windows, second, third, describeFor, sessions } = await scene();
    second.destroyed = true;
    third.emit('destroyed');
    kit.store.profiles.remove(mai.profileId);
    rebindGone(kit.context, windows, describeFor);
    expect([...second.heard, ...third.heard]).toEqual([]);
    expect(sessions()).toEqual([kit.session.profileId]);
  });
});

it('a window that is bound keeps its session when others are bound', async () => {
  const { kit, windows, sessions } = await scene();
  const before = sessions();
  windows.bind({ ...kit.session, profileId: 'somebody' });
  expect(sessions()).toEqual(before);
});

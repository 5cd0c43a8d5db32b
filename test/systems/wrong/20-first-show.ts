import { EventEmitter } from 'node:events';
import { expect } from 'vitest';
import { lockWhenAway } from '../../../src-main/lock/lock-when-away.ts';
import { StartLink } from '../../../src-main/redirect/start-link.ts';
import type { System, SystemCase } from '../system-case.ts';

const link = 'app.keyfob:/oauth/callback?code=c&state=s';

function start(argv: string[]) {
  const app = new EventEmitter();
  const useless: string[] = [];
  const startLink = new StartLink(argv);
  startLink.listen(app as never, () => useless.push('useless'));
  const open = (url: string) => app.emit('open-url', {}, url);
  return { startLink, useless, open };
}

function byArgument(): void {
  expect(start(['keyfob', link]).startLink.mayShow()).toBe(false);
  expect(start(['keyfob']).startLink.mayShow()).toBe(true);
}

/** The events of the system that lock Keyfob. */
function locking(platform: System): (string | symbol)[] {
  const power = Object.assign(new EventEmitter(), { getSystemIdleTime: () => 0 });
  let locked = 0;
  const lock = { isLocked: false, lock: () => void locked++ };
  lockWhenAway({ platform, power, lock, minutes: () => 5 }).stop();
  const events = power.eventNames();
  for (const event of events) power.emit(event);
  expect(locked).toBe(events.length);
  return events;
}

const row: SystemCase = {
  title: 'a start by a link shows no window until Keyfob knows what the link is, and another user’s turn locks it',
  source:
    'electron/electron docs/api/app.md line 129: open-url (macOS); docs/api/power-monitor.md line 76: ' +
    'user-did-resign-active (macOS)',
  cells: {
    linux() {
      byArgument();
      expect(locking('linux')).toEqual(['lock-screen', 'suspend']);
    },
    darwin() {
      const before = start(['Keyfob']);
      before.open(link);
      expect(before.startLink.mayShow()).toBe(false);
      expect(before.startLink.isByLink).toBe(true);
      expect(before.useless).toEqual([]);

      const foreign = start(['Keyfob']);
      foreign.open('app.keyfob:/anything');
      expect(foreign.startLink.mayShow()).toBe(false);
      expect(foreign.useless).toEqual(['useless']);

      const after = start(['Keyfob']);
      expect(after.startLink.mayShow()).toBe(true);
      after.open('app.keyfob:/anything');
      expect(after.startLink.isByLink).toBe(false);
      expect(after.useless).toEqual([]);

      expect(locking('darwin')).toEqual(['lock-screen', 'suspend', 'user-did-resign-active']);
    },
    win32() {
      byArgument();
      expect(locking('win32')).toEqual(['lock-screen', 'suspend']);
    },
  },
};

export default row;

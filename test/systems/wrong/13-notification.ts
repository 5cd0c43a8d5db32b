import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NativeImage, NotificationConstructorOptions } from 'electron';
import { expect } from 'vitest';
import { notifications } from '../../../src-main/shell/show-notification.ts';
import { closeWindow } from '../../support/closed-window.ts';
import { temporaryFolder } from '../../support/keyfob.ts';
import type { System, SystemCase } from '../system-case.ts';

const icon = {} as NativeImage;

function show(platform: System) {
  const made: NotificationConstructorOptions[] = [];
  const log: unknown[] = [];
  const done: string[] = [];
  const notification = Object.assign(new EventEmitter(), { show: () => void done.push('show') });
  const note = (...line: unknown[]) => void log.push(line);
  const tell = notifications({
    platform,
    make(options) {
      made.push(options);
      return notification as never;
    },
    icon: () => icon,
    log: { info: note, warn: note },
  });
  tell({ title: 'Linear', body: 'x' }, { onClick: () => done.push('click'), onShown: () => done.push('shown') });
  return { made, log, done, notification };
}

function withPicture(platform: System): void {
  expect(show(platform).made).toEqual([{ title: 'Linear', body: 'x', icon }]);
  failed(platform);
}

/** The system refuses it: nothing counts as said, and the next time says it again. */
function failed(platform: System): void {
  const { log, done, notification } = show(platform);
  notification.emit('failed', {}, 'Notifications are not allowed for this application');
  expect(done).toEqual(['show']);
  expect(log).toEqual([
    ['a notification was not shown', { reason: 'Notifications are not allowed for this application' }],
  ]);
  const folder = temporaryFolder();
  closeWindow({ platform, folder });
  expect(existsSync(join(folder, 'said'))).toBe(false);
}

const row: SystemCase = {
  title: 'a notification that failed does not count as said, and has no second picture on macOS',
  source:
    'electron/electron docs/api/notification.md lines 14 and 335: failed (macOS, Windows); ' +
    'shell/browser/notifications/mac/cocoa_notification.mm lines 139 to 165: icon becomes an attachment, ' +
    'beside the app’s own picture',
  cells: {
    linux: withPicture,
    darwin(platform) {
      expect(show(platform).made).toEqual([{ title: 'Linear', body: 'x' }]);
      failed(platform);
    },
    win32: withPicture,
  },
};

export default row;

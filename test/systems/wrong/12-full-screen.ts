import { expect } from 'vitest';
import { closeWindow } from '../../support/closed-window.ts';
import type { SystemCase } from '../system-case.ts';

const hiddenAtOnce = ['close prevented', 'hide', 'page leaves', 'notified'];

const row: SystemCase = {
  title: 'a full-screen window leaves its space before it is hidden',
  source:
    'https://github.com/electron/electron/issues/20263 and https://github.com/electron/electron/issues/39572: ' +
    'a full-screen window of macOS that is hidden leaves a black space; electron/electron ' +
    'docs/api/browser-window.md line 351: leave-full-screen',
  cells: {
    linux: () => expect(closeWindow({ platform: 'linux', isFullScreen: true }).done).toEqual(hiddenAtOnce),
    win32: () => expect(closeWindow({ platform: 'win32', isFullScreen: true }).done).toEqual(hiddenAtOnce),
    darwin() {
      expect(closeWindow({ platform: 'darwin', isFullScreen: false }).done).toEqual(hiddenAtOnce);
      const { done, emit } = closeWindow({ platform: 'darwin', isFullScreen: true });
      expect(done).toEqual(['close prevented', 'full screen false', 'page leaves', 'notified']);
      emit('leave-full-screen');
      expect(done.at(-1)).toBe('hide');
    },
  },
};

export default row;

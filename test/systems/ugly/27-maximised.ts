import { EventEmitter } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { keepState, restoredState } from '../../../src-main/shell/window-state.ts';
import { temporaryFolder } from '../../support/keyfob.ts';
import { everywhere, type SystemCase } from '../system-case.ts';

const bounds = { x: 10, y: 30, width: 1000, height: 700 };
const workArea = { x: 0, y: 25, width: 1920, height: 1055 };

/** A window that closes, with what the system says of it then. */
function close(file: string, { isVisible = true, isMinimized = false, isMaximized = true }): void {
  const window = Object.assign(new EventEmitter(), {
    getNormalBounds: () => bounds,
    isVisible: () => isVisible,
    isMinimized: () => isMinimized,
    isMaximized: () => isMaximized,
  });
  keepState(file, window);
  window.emit('close');
}

const row: SystemCase = {
  title: 'a window stays maximised after a start that did not show it',
  source:
    'electron/electron shell/browser/native_window_mac.mm line 602 (isMaximized is isZoomed there); that it ' +
    'is false of a window that was never shown: not read for Windows, seen on Linux',
  cells: everywhere(() => {
    const file = join(temporaryFolder(), 'window.json');
    const restored = () => restoredState(file, { getAllDisplays: () => [{ workArea }] as never });
    close(file, {});
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ bounds, maximized: true });
    close(file, { isVisible: false, isMaximized: false });
    expect(restored()).toEqual({ bounds, maximized: true });
    close(file, { isVisible: false, isMinimized: true, isMaximized: false });
    expect(restored()).toEqual({ bounds, maximized: false });
    writeFileSync(file, '{');
    close(file, { isVisible: false });
    expect(restored().maximized).toBe(false);
  }),
};

export default row;

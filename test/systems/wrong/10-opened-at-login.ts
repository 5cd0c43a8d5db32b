import type { LoginItemSettings, Settings } from 'electron';
import { expect } from 'vitest';
import { isQuietStart, startAtLogin } from '../../../src-main/shell/start-at-login.ts';
import type { System, SystemCase } from '../system-case.ts';

const executable = { linux: '/opt/Keyfob/keyfob', darwin: '/Applications/Keyfob.app/Contents/MacOS/Keyfob' };

function isQuiet(platform: System, argv: string[], wasOpenedAtLogin: boolean): boolean {
  return isQuietStart({ getLoginItemSettings: () => ({ wasOpenedAtLogin }) as LoginItemSettings }, argv, platform);
}

/** What Electron is told when the user switches it on, in an installed app and in a clone. */
function loginItems(platform: System, command: string[], isPackaged: boolean): Settings[] {
  const made: Settings[] = [];
  const app = {
    isPackaged,
    getName: () => 'Keyfob',
    setLoginItemSettings: (settings: Settings) => made.push(settings),
  };
  startAtLogin(app, true, { platform, home: '/no-home', env: {}, command });
  return made;
}

const row: SystemCase = {
  title: 'a start at login shows no window',
  source: 'electron/electron docs/api/app.md lines 1556 (wasOpenedAtLogin, macOS), 1592 (args, Windows)',
  cells: {
    linux() {
      expect(isQuiet('linux', [executable.linux, '--quietly'], false)).toBe(true);
      expect(isQuiet('linux', [executable.linux], true)).toBe(false);
    },
    darwin() {
      expect(isQuiet('darwin', [executable.darwin], true)).toBe(true);
      expect(isQuiet('darwin', [executable.darwin], false)).toBe(false);
      expect(isQuiet('darwin', [executable.darwin, '--quietly'], false)).toBe(true);
      expect(loginItems('darwin', [executable.darwin], true)).toEqual([{ openAtLogin: true }]);
      // The bundle of a clone is Electron's own, which would open without Keyfob.
      expect(loginItems('darwin', ['/keyfob/Electron', '/keyfob'], false)).toEqual([]);
    },
    win32() {
      const path = String.raw`C:\Program Files\Keyfob\Keyfob.exe`;
      expect(isQuiet('win32', [path, '--quietly'], false)).toBe(true);
      expect(isQuiet('win32', [path], true)).toBe(false);
      expect(loginItems('win32', [path], true)).toEqual([
        { openAtLogin: true, path, args: ['--quietly'], name: 'Keyfob' },
      ]);
      const clone = String.raw`C:\Users\Ann Lee\keyfob`;
      expect(loginItems('win32', [path, clone], false)).toEqual([
        { openAtLogin: true, path, args: [`"${clone}"`, '--quietly'], name: 'Keyfob' },
      ]);
    },
  },
};

export default row;

import { readFileSync } from 'node:fs';
import type { Settings } from 'electron';
import { expect } from 'vitest';
import { identify } from '../../../src-main/shell/identify.ts';
import { startAtLogin } from '../../../src-main/shell/start-at-login.ts';
import type { System, SystemCase } from '../system-case.ts';

function calls(platform: System, isPackaged: boolean): string[] {
  const made: string[] = [];
  const app = {
    isPackaged,
    setName: (name: string) => void made.push(`name ${name}`),
    setAppUserModelId: (id: string) => void made.push(`id ${id}`),
  };
  identify(app, { platform, executable: String.raw`C:\keyfob\electron.exe` });
  return made;
}

const byName = (platform: System) => {
  expect(calls(platform, true)).toEqual(['name Keyfob']);
  expect(calls(platform, false)).toEqual(['name Keyfob Development']);
};

const row: SystemCase = {
  title: 'Windows knows Keyfob by an id of its own, and its entry in Run by its name',
  source:
    'electron/electron docs/tutorial/notifications.md lines 101 to 109 (AppUserModelID while developing), ' +
    'docs/api/app.md line 1597 (name of the value in the registry defaults to the AppUserModelId)',
  cells: {
    linux: byName,
    darwin: byName,
    win32() {
      expect(calls('win32', true)).toEqual(['name Keyfob', 'id app.keyfob']);
      expect(calls('win32', false)).toEqual(['name Keyfob Development', String.raw`id C:\keyfob\electron.exe`]);
      const start = readFileSync('src-main/index.ts', 'utf8');
      expect(start.indexOf('identify(app,')).toBeLessThan(start.indexOf('app.whenReady()'));
      const made: Settings[] = [];
      const app = {
        isPackaged: true,
        getName: () => 'Keyfob',
        setLoginItemSettings: (one: Settings) => made.push(one),
      };
      startAtLogin(app, false, { platform: 'win32', home: '', env: {}, command: [String.raw`C:\Keyfob.exe`] });
      expect(made).toEqual([
        { openAtLogin: false, path: String.raw`C:\Keyfob.exe`, args: ['--quietly'], name: 'Keyfob' },
      ]);
    },
  },
};

export default row;

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import { describe, expect, it } from 'vitest';
import { Preferences } from '../../src-main/shell/preferences.ts';
import { repairStartAtLogin, startAtLogin } from '../../src-main/shell/start-at-login.ts';
import { temporaryFolder } from '../support/keyfob.ts';
import { plainPreferences } from '../support/no-desktop.ts';

const file = () => join(temporaryFolder(), 'preferences.json');

describe('the preferences', () => {
  it('are the defaults until a person changes one, and are kept then', () => {
    const path = file();
    const preferences = new Preferences(path, plainPreferences);
    expect(preferences.current).toEqual(plainPreferences);
    const heard: string[] = [];
    preferences.follow(({ language }) => heard.push(language));
    expect(preferences.change({ language: 'vi', theme: 'dark' })).toMatchObject({ language: 'vi', theme: 'dark' });
    expect(heard).toEqual(['system', 'vi']);
    expect(new Preferences(path, plainPreferences).current).toEqual({
      ...plainPreferences,
      language: 'vi',
      theme: 'dark',
    });
  });

  it.each([
    ['nothing', ''],
    ['half a file', '{"language":"v'],
    ['a list', '[]'],
    ['null', 'null'],
    ['values that make no sense', '{"language":"xx","theme":3,"startAtLogin":"yes","__proto__":{"keepInTray":true}}'],
  ])('of which the file says %s are the defaults', (_what, text) => {
    const path = file();
    writeFileSync(path, text);
    expect(new Preferences(path, plainPreferences).current).toEqual(plainPreferences);
  });

  it('keep the others where one is invalid', () => {
    const path = file();
    writeFileSync(path, '{"language":"xx","theme":"light","unknown":1}');
    expect(new Preferences(path, plainPreferences).current).toEqual({ ...plainPreferences, theme: 'light' });
  });

  it('start Keyfob at login for programs once, where the user has never decided', () => {
    const path = file();
    const preferences = new Preferences(path, plainPreferences);
    preferences.changeByUser({ theme: 'dark' });
    expect(preferences.startAtLoginForPrograms()).toBe(true);
    expect(preferences.current).toMatchObject({ startAtLogin: true, startAtLoginBy: 'programs' });
    expect(preferences.startAtLoginForPrograms()).toBe(false);
    preferences.changeByUser({ startAtLogin: false });
    expect(preferences.startAtLoginForPrograms()).toBe(false);
    const later = new Preferences(path, plainPreferences);
    expect(later.startAtLoginForPrograms()).toBe(false);
    expect(later.current).toMatchObject({ startAtLogin: false, startAtLoginBy: 'user' });
  });

  it('do not say that programs are why Keyfob starts at login where the user chose it', () => {
    const preferences = new Preferences(file(), plainPreferences);
    preferences.changeByUser({ startAtLogin: true });
    expect(preferences.startAtLoginForPrograms()).toBe(false);
    expect(preferences.current).toMatchObject({ startAtLogin: true, startAtLoginBy: 'user' });
  });

  it('stay unchanged where the disk does not store them', () => {
    const path = join(file(), 'not', 'there.json');
    const preferences = new Preferences(path, plainPreferences);
    expect(() => preferences.change({ theme: 'dark' })).toThrow();
    expect(preferences.current).toEqual(plainPreferences);
  });
});

describe('the start with the computer', () => {
  const told: unknown[] = [];
  const app = {
    getName: () => 'Keyfob Development',
    setLoginItemSettings: (settings: unknown) => told.push(settings),
  } as unknown as App;

  it('is a desktop entry on Linux, and its absence', () => {
    const home = temporaryFolder();
    const options = { platform: 'linux', home, env: {}, command: ['/opt/key fob/keyfob', '/a/$b'] } as const;
    const entry = join(home, '.config', 'autostart', 'keyfob-development.desktop');
    startAtLogin(app, true, options);
    expect(readFileSync(entry, 'utf8')).toContain('\nExec="/opt/key fob/keyfob" "/a/\\$b" --quietly\n');
    // Once the app is removed, a desktop ignores the entry.
    expect(readFileSync(entry, 'utf8')).toContain('\nTryExec=/opt/key fob/keyfob\n');
    startAtLogin(app, false, options);
    expect(existsSync(entry)).toBe(false);
    startAtLogin(app, false, options);
    const elsewhere = { ...options, env: { XDG_CONFIG_HOME: join(home, 'settings') } };
    mkdirSync(join(home, 'settings'));
    startAtLogin(app, true, elsewhere);
    expect(existsSync(join(home, 'settings', 'autostart', 'keyfob-development.desktop'))).toBe(true);
  });

  it.each([
    ['the app has moved', 'Exec=/opt/old/keyfob --quietly\n', true],
    ['an earlier version wrote it', 'Exec=/opt/keyfob --no-sandbox --quietly\n', true],
    ['a person switched it off', 'Exec=/opt/old/keyfob --quietly\nHidden=true\n', false],
    ['there is none', '', false],
  ])('is written again where %s, or left alone: %j', (_why, exec, mended) => {
    const home = temporaryFolder();
    const entry = join(home, '.config', 'autostart', 'keyfob-development.desktop');
    const before = `[Desktop Entry]\nType=Application\nName=Keyfob Development\n${exec}`;
    mkdirSync(join(home, '.config', 'autostart'), { recursive: true });
    if (exec) writeFileSync(entry, before);
    repairStartAtLogin(app, { platform: 'linux', home, env: {}, command: ['/opt/keyfob'] });
    const after = existsSync(entry) ? readFileSync(entry, 'utf8') : '';
    const lines = ['[Desktop Entry]', 'Type=Application', 'Name=Keyfob Development'];
    const right = [...lines, 'TryExec=/opt/keyfob', 'Exec=/opt/keyfob --quietly', ''].join('\n');
    expect(after).toBe(mended ? right : exec && before);
  });

  it('is a setting of the system elsewhere', () => {
    startAtLogin(app, true, { platform: 'win32', home: '', env: {}, command: ['keyfob.exe'] });
    expect(told).toEqual([{ openAtLogin: true, path: 'keyfob.exe', args: ['--quietly'], name: 'Keyfob Development' }]);
  });
});

import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { describeApp } from '../../src-main/app/describe-app.ts';
import { isTooLong } from '../../src-main/bridge/home/bridge-home.ts';
import { CommandPath } from '../../src-main/command-path/command-path.ts';
import { profileOf } from '../../src-main/command-path/profile.ts';
import { systemCheck } from '../../src-main/lock/system-check.ts';
import { firstPreferences } from '../../src-main/shell/preferences.ts';
import { openDatabase } from '../../src-main/store/database.ts';
import { safeStorageKeyring } from '../../src-main/store/keys/keyring.ts';
import { replaceFile } from '../../src-main/store/replace-file.ts';
import { claudeCommand } from '../../src-main/wiring/command/claude-command.ts';
import { startKeyfob, temporaryFolder } from '../support/keyfob.ts';
import { type System, systems } from './system-case.ts';

/**
 * The branches on the platform that no row of the table is about, each run for each system. In `test/architecture`,
 * `platform.test.ts` lists every file with a branch, with the test that runs it.
 */
const by = <Value>(expected: Record<System, Value>) => systems.map((system) => [system, expected[system]] as const);

it.each(by({ linux: '/h/.bashrc', darwin: '/h/.bash_profile', win32: '/h/.bashrc' }))(
  'the profile of bash on %s is %s',
  (platform, file) => {
    expect(profileOf({ platform, home: '/h', env: {}, shell: 'bash' }).path).toBe(file);
  },
);

it.each(by({ linux: true, darwin: true, win32: false }))(
  'the command in a terminal on %s is offered: %s',
  async (platform, isOffered) => {
    const home = temporaryFolder();
    const path = new CommandPath({ platform, home, env: { HOME: home, PATH: '/bin' }, connector: () => '/nowhere' });
    expect((await path.describe()) !== null).toBe(isOffered);
  },
);

it.each(by({ linux: true, darwin: true, win32: false }))(
  'the command of Claude Code on %s is used: %s',
  async (platform, isUsed) => {
    const home = temporaryFolder();
    mkdirSync(join(home, 'bin'));
    writeFileSync(join(home, 'bin', 'claude'), '#!/bin/sh\n', { mode: 0o755 });
    writeFileSync(join(home, '.bash_profile'), 'PATH="$HOME/bin:$PATH"\n');
    const env = { HOME: home, SHELL: '/bin/bash', PATH: '/usr/bin:/bin' };
    expect((await claudeCommand({ platform, home, env })) !== null).toBe(isUsed);
  },
);

it.each(by({ linux: false, darwin: true, win32: false }))(
  'the check by the computer on %s is there: %s',
  (platform, is) => {
    const touchId = { canPromptTouchID: () => true, promptTouchID: () => Promise.resolve() };
    expect(systemCheck(touchId, platform, () => '').available()).toBe(is);
  },
);

it.each(by({ linux: 'linux', darwin: 'darwin', win32: 'win32' }))(
  'the window on %s is told %s',
  async (platform, told) => {
    const { store, session } = await startKeyfob();
    const storage = { state: 'keyring', backend: '' } as const;
    const facts = { store, session, storage, recovered: null, version: '1', sample: undefined };
    expect(describeApp({ ...facts, platform }).platform).toBe(told);
    expect(describeApp({ ...facts, platform: 'freebsd' }).platform).toBe('other');
  },
);

it.each(by({ linux: [107, 108], darwin: [103, 104], win32: [107, 108] }))(
  'the longest path of a socket on %s and one that is too long have %j bytes',
  (platform, [longest, tooLong]) => {
    expect(isTooLong('/'.padEnd(longest ?? 0, 'a'), platform)).toBe(false);
    expect(isTooLong('/'.padEnd(tooLong ?? 0, 'a'), platform)).toBe(true);
  },
);

it.each(by({ linux: false, darwin: true, win32: true }))(
  'Keyfob on %s stays in the tray unasked: %s',
  (platform, stays) => {
    expect(firstPreferences(platform)).toEqual({
      language: 'system',
      theme: 'system',
      startAtLogin: false,
      keepInTray: stays,
      notifications: true,
      checkForUpdates: false,
      lockAfter: 15,
      history: 30,
      historyOfAgents: false,
    });
  },
);

it.each(by({ linux: [0, 0o600], darwin: [1, 0o600], win32: [0, 0o644] }))(
  'a database on %s has the pragma fullfsync, and an older file gets the mode, %j',
  (platform, [fullSync, mode]) => {
    const file = join(temporaryFolder(), 'store.db');
    writeFileSync(file, '', { mode: 0o644 });
    const database = openDatabase(file, { migrations: 'migrations', platform });
    expect(database.pragma('fullfsync', { simple: true })).toBe(fullSync);
    expect(statSync(file).mode & 0o777).toBe(mode);
    database.close();
  },
);

it.each(systems)('a file is replaced on %s', (platform) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'new'), 'second');
  replaceFile(join(folder, 'new'), join(folder, 'file'), { platform });
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('second');
});

/** A system whose wrapped values begin with a mark of Chromium, and the name of its store. */
const wrapping = (mark: string) => ({
  isAsyncEncryptionAvailable: () => Promise.resolve(true),
  encryptStringAsync: (text: string) => Promise.resolve(Buffer.from(mark + text)),
  decryptStringAsync: (wrapped: Buffer) =>
    Promise.resolve({ result: wrapped.toString().slice(mark.length), shouldReEncrypt: false }),
});

it.each(by({ linux: ['v10', 'v11'], darwin: ['v10', 'v10'], win32: ['', ''] }))(
  'the keyring on %s does without a key that is no secret',
  async (platform, [hardCoded = '', real = '']) => {
    const text = Buffer.from('a data key').toString('base64');
    const keyring = safeStorageKeyring(wrapping(real), platform);
    expect(keyring.backend).toBe({ linux: 'unknown', darwin: 'keychain', win32: 'dpapi' }[platform]);
    expect(await keyring.available()).toBe(true);
    expect(Buffer.from(await keyring.wrap(Buffer.from('a data key'))).toString()).toBe(real + text);
    expect(Buffer.from(await keyring.unwrap(Buffer.from(real + text))).toString()).toBe('a data key');
    expect(await safeStorageKeyring(wrapping(hardCoded), platform).available()).toBe(platform !== 'linux');
  },
);

it.each(systems)('the windows and menus on %s have what the system gives none of', async (platform) => {
  const menus: unknown[] = [];
  const icon = {};
  vi.resetModules();
  vi.doMock('electron', () => ({
    Menu: { setApplicationMenu: (menu: unknown) => menus.push(menu), buildFromTemplate: () => 'menu' },
    nativeImage: { createEmpty: () => ({ addRepresentation: () => undefined }), createFromPath: () => icon },
  }));
  try {
    const { windowIcon } = await import('../../src-main/shell/window-icon.ts');
    const { setApplicationMenu } = await import('../../src-main/shell/menu.ts');
    const { wordsFor } = await import('../../src-main/shell/words.ts');
    const commands = { quit: () => undefined, openSettings: () => undefined };
    setApplicationMenu(platform, wordsFor('en', platform).menu, commands);
    expect(windowIcon(platform, '/k')() === undefined).toBe(platform === 'darwin');
    expect(menus).toEqual([platform === 'darwin' ? 'menu' : null]);
  } finally {
    vi.doUnmock('electron');
    vi.resetModules();
  }
});

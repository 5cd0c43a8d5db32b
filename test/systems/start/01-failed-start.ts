import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { fileDialogs } from '../../../src-main/shell/file-dialogs.ts';
import { temporaryFolder } from '../../support/keyfob.ts';
import { plainPreferences } from '../../support/no-desktop.ts';
import { fakeElectron } from '../electron.ts';
import { everywhere, type System, type SystemCase } from '../system-case.ts';

const root = join(import.meta.dirname, '../../..');

/** The composition root over a fake Electron. `failsAt` is an event of `app` that cannot be listened to at first. */
async function startOn(platform: System, failsAt: string | undefined) {
  const home = temporaryFolder();
  let failsNow = failsAt !== undefined;
  const { module, trays } = fakeElectron({
    paths: { home, userData: home },
    onListen(event) {
      if (event !== failsAt || !failsNow) return;
      failsNow = false;
      throw new Error(`no listener for ${event}`);
    },
  });
  vi.resetModules();
  vi.doMock('electron', () => module);
  const { createBackend } = await import('../../../src-main/keyfob.ts');
  const { Preferences } = await import('../../../src-main/shell/preferences.ts');
  const { MainWindow } = await import('../../../src-main/shell/main-window.ts');
  const { WindowSessions } = await import('../../../src-main/ipc/window-sessions.ts');
  const contents = Object.assign(new EventEmitter(), { id: 1 });
  const page = Object.assign(new EventEmitter(), { webContents: contents, isVisible: () => true });
  const window = new MainWindow({ make: () => page as never, onClosed: () => undefined });
  const windows = new WindowSessions('keyfob://app');
  window.open();
  const backend = createBackend({
    platform,
    folder: home,
    root,
    log: { info: () => undefined, warn: () => undefined },
    now: Date.now,
    preferences: new Preferences(join(home, 'preferences.json'), { ...plainPreferences, keepInTray: true }),
    window,
    windows,
    painted: new Promise(() => undefined),
  });
  const listeners = () => ({
    app: module.app.eventNames(),
    power: module.powerMonitor.eventNames(),
    channels: [...module.ipcMain.channels],
    window: page.eventNames(),
    contents: contents.eventNames(),
  });
  return { backend, listeners, trays, windows, app: module.app };
}

/** Without timers of the clock, so that those that are left can be counted. */
async function withCountedTimers(work: () => Promise<void>) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  try {
    await work();
  } finally {
    vi.useRealTimers();
    vi.doUnmock('electron');
    vi.resetModules();
  }
}

async function opensWithoutDocuments(platform: System) {
  const asked: unknown[] = [];
  const dialog = {
    showSaveDialog: async (options: unknown) => (asked.push(options), { canceled: true, filePath: '' }),
    showOpenDialog: async (options: unknown) => (asked.push(options), { canceled: true, filePaths: [] }),
  };
  const { module } = fakeElectron({ paths: platform === 'win32' ? {} : { documents: '/home/ann/Documents' } });
  const files = fileDialogs(dialog, { folder: () => module.app.getPath('documents'), largestFile: 1 });
  await files.save('servers.json', '{}');
  await files.open();
  const filters = [{ name: 'JSON', extensions: ['json'] }];
  const readable = [
    { name: 'JSON, TOML, YAML, Markdown', extensions: ['json', 'jsonc', 'toml', 'yaml', 'yml', 'md', 'txt'] },
    { name: '*', extensions: ['*'] },
  ];
  expect(asked).toEqual(
    platform === 'win32'
      ? [
          { defaultPath: 'servers.json', filters },
          { filters: readable, properties: ['openFile'] },
        ]
      : [
          { defaultPath: '/home/ann/Documents/servers.json', filters },
          { defaultPath: '/home/ann/Documents', filters: readable, properties: ['openFile'] },
        ],
  );
}

export default {
  title: 'a start that fails leaves nothing behind, and works again',
  source:
    'https://github.com/electron/electron/issues/21142 and ' +
    "https://github.com/anthropics/claude-code/issues/36432: app.getPath('documents') throws on Windows where " +
    'the folder cannot be found (electron#30675, named by the issue, was not read); electron/electron ' +
    'docs/api/ipc-main.md line 97: one handler for each channel',
  cells: everywhere(async (platform) => {
    await opensWithoutDocuments(platform);
    await withCountedTimers(async () => {
      const { backend, listeners, trays, windows, app } = await startOn(platform, 'will-quit');
      const [before, timers] = [listeners(), vi.getTimerCount()];
      await expect(backend.started()).rejects.toThrow('no listener for will-quit');
      expect(listeners()).toEqual(before);
      expect(vi.getTimerCount()).toBe(timers);
      expect(windows.own).toBeUndefined();
      vi.advanceTimersByTime(120_000);
      expect(trays).toEqual([]);
      const { context } = await backend.started();
      vi.advanceTimersByTime(120_000);
      expect(trays).toEqual([{ isDestroyed: false }]);
      expect(context.store.workspaces.list()).toHaveLength(1);
      app.emit('will-quit', { preventDefault: () => undefined });
      expect(trays).toEqual([{ isDestroyed: true }]);
    });
  }),
} satisfies SystemCase;

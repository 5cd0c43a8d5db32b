import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { desktopOf } from '../../../src-main/app/desktop.ts';
import { Preferences } from '../../../src-main/shell/preferences.ts';
import { temporaryFolder } from '../../support/keyfob.ts';
import { plainPreferences } from '../../support/no-desktop.ts';
import { everywhere, type System, type SystemCase } from '../system-case.ts';

/** The folder of resources in an installed app. The executable of macOS is elsewhere, in `Contents/MacOS`. */
const places: Record<System, string[]> = {
  linux: ['resources'],
  darwin: ['Keyfob.app', 'Contents', 'Resources'],
  win32: ['resources'],
};

const cell = async (platform: System) => {
  const folder = temporaryFolder();
  const resources = join(folder, ...places[platform]);
  mkdirSync(resources, { recursive: true });
  writeFileSync(join(resources, 'licences.txt'), 'react 19 (MIT)');
  const desktop = desktopOf({
    preferences: new Preferences(join(folder, 'preferences.json'), plainPreferences),
    version: '1',
    managed: null,
    sqlite: '3',
    build: { forTests: false, electron: null },
    folder,
    resources,
    resolveProxy: async () => 'DIRECT',
    isReplaced: () => false,
    openPath: async () => '',
  });
  expect(await desktop.licences()).toBe('react 19 (MIT)');
};

const row: SystemCase = {
  title: 'the licences are read from the folder of resources',
  source: 'electron/electron docs/api/process.md line 78: resourcesPath',
  cells: everywhere(cell),
};

export default row;

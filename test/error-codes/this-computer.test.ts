import { join } from 'node:path';
import { expect, it } from 'vitest';
import { desktopOf } from '../../src-main/app/desktop.ts';
import { fileDialogs } from '../../src-main/shell/file-dialogs.ts';
import { Preferences } from '../../src-main/shell/preferences.ts';
import { fault } from '../support/faults.ts';
import { temporaryFolder } from '../support/keyfob.ts';
import { plainPreferences } from '../support/no-desktop.ts';

it('a file that cannot be written at the chosen place is named as that', async () => {
  const folder = temporaryFolder();
  const filePath = join(folder, 'no such folder', 'servers.json');
  const dialog = {
    showSaveDialog: async () => ({ canceled: false, filePath }),
    showOpenDialog: async () => ({ canceled: true, filePaths: [] }),
  };
  await expect(
    fileDialogs(dialog, { folder: () => folder, largestFile: 1000 }).save('servers.json', '{}'),
  ).rejects.toEqual(fault('file_not_written'));
});

it('a folder that the desktop does not open is named as that', async () => {
  const folder = temporaryFolder();
  const desktop = desktopOf({
    preferences: new Preferences(join(folder, 'preferences.json'), plainPreferences),
    version: '1',
    managed: null,
    sqlite: '3',
    build: { forTests: false, electron: null },
    folder,
    resources: folder,
    resolveProxy: async () => 'DIRECT',
    isReplaced: () => false,
    openPath: async () => 'no program opens folders',
  });
  await expect(desktop.openFolder()).rejects.toEqual(fault('folder_not_opened'));
});

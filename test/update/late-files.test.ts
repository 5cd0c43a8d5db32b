import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { desktopOf } from '../../src-main/app/desktop.ts';
import { Preferences } from '../../src-main/shell/preferences.ts';
import { fault } from '../support/faults.ts';
import { temporaryFolder } from '../support/keyfob.ts';
import { plainPreferences } from '../support/no-desktop.ts';

function installed(isReplaced: boolean) {
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
    isReplaced: () => isReplaced,
    openPath: async () => '',
  });
  return { folder, desktop };
}

it.each([
  ['licences.txt', 'licences'],
  ['sbom.cdx.json', 'parts'],
] as const)('the late read of %s asks for a restart where a file of the replaced app is gone', async (file, read) => {
  const { folder, desktop } = installed(true);
  await expect(desktop[read]()).rejects.toEqual(fault('restart_due'));
  writeFileSync(join(folder, file), 'of the new version');
  expect(await desktop[read]()).toBe('of the new version');
  expect(await installed(false).desktop[read]()).toBeNull();
});

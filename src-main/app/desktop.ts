import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildView, DesktopView, PreferencesView } from '../../src-preload/contract.ts';
import { Fault } from '../base/fault.ts';
import { assertLockManaged, type Managed, managedPreferences } from '../base/managed.ts';
import type { Preferences } from '../shell/preferences.ts';
import { historyFile } from './open-history-of.ts';
import { backupOf } from '../store/recovery/open-sound-database.ts';

interface DesktopFacts {
  preferences: Preferences;
  managed: Managed;
  version: string;
  sqlite: string;
  build: BuildView;
  folder: string;
  /** Electron's `process.resourcesPath`. */
  resources: string;
  resolveProxy: (url: string) => Promise<string>;
  /** Whether the files of the running app were replaced. */
  isReplaced: () => boolean;
  /** Resolves to an error message; empty on success. */
  openPath: (path: string) => Promise<string>;
}

/** Settings of the application and the desktop, which belong to no workspace. */
export interface Desktop {
  describe: () => Promise<DesktopView>;
  change: (changes: Partial<PreferencesView>) => PreferencesView;
  openFolder: () => Promise<void>;
  /** Null in a development build. Throws `restart_due` where an update took the file away. */
  licences: () => Promise<string | null>;
  /** The list of the app's parts (CycloneDX), in the same way. */
  parts: () => Promise<string | null>;
}

/** Any internet address; no request is sent to it. */
const exampleUrl = 'https://example.com/';

export function desktopOf(facts: DesktopFacts): Desktop {
  const { preferences, managed, version, sqlite, build, folder, resources, resolveProxy, isReplaced, openPath } = facts;
  const database = join(folder, 'keyfob.sqlite');
  const { electron, chrome, node } = process.versions;
  // In the packaged app only. On macOS its executable is in another folder.
  const ownFile = async (name: string) => {
    try {
      return await readFile(join(resources, name), 'utf8');
    } catch (cause) {
      if (isReplaced()) throw new Fault('restart_due', `${name} is gone since the update`, { cause });
      return null;
    }
  };
  return {
    describe: async () => ({
      preferences: managedPreferences(managed, preferences.current),
      managed,
      versions: [
        ['Keyfob', version],
        ['Electron', electron],
        ['Chromium', chrome],
        ['Node.js', node],
        ['SQLite', sqlite],
      ],
      build,
      folder,
      files: [
        { name: 'database', path: database },
        { name: 'backup', path: backupOf(database) },
        { name: 'history', path: join(folder, historyFile) },
        { name: 'log', path: join(folder, 'keyfob.log') },
      ],
      proxy: await resolveProxy(exampleUrl).catch(() => 'DIRECT'),
    }),
    change(changes) {
      if (changes.lockAfter !== undefined) assertLockManaged(managed, changes.lockAfter);
      return managedPreferences(managed, preferences.changeByUser(changes));
    },
    async openFolder() {
      const failure = await openPath(folder);
      if (failure) throw new Fault('folder_not_opened', failure);
    },
    licences: () => ownFile('licences.txt'),
    parts: () => ownFile('sbom.cdx.json'),
  };
}

import { expect } from 'vitest';
import { dataFolder } from '../../../src-main/shell/data-folder.ts';
import type { SystemCase } from '../system-case.ts';

/** What `app.getPath` returns on each system, according to the source below. */
const fake = (paths: Record<string, string>) => ({
  getName: () => 'Keyfob',
  getPath: (name: string) => {
    const path = paths[name];
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  },
});

export default {
  title: 'the data folder is on this computer alone',
  source:
    'electron/electron docs/api/app.md line 620: appData is %APPDATA% on Windows; not read: ' +
    'https://learn.microsoft.com/windows/win32/shell/knownfolderid (FOLDERID_LocalAppData is %LOCALAPPDATA%, ' +
    'FOLDERID_RoamingAppData roams), https://sqlite.org/wal.html (no write-ahead log on a network file ' +
    'system)',
  cells: {
    linux: (platform) =>
      expect(dataFolder(fake({ appData: '/home/lan/.config' }), platform, {})).toBe('/home/lan/.config/Keyfob'),
    darwin: (platform) =>
      expect(dataFolder(fake({ appData: '/Users/lan/Library/Application Support' }), platform, {})).toBe(
        '/Users/lan/Library/Application Support/Keyfob',
      ),
    win32(platform) {
      const app = fake({ appData: String.raw`\\server\profiles\lan\AppData\Roaming`, home: String.raw`C:\Users\lan` });
      const local = String.raw`C:\Users\lan\AppData\Local`;
      expect(dataFolder(app, platform, { LOCALAPPDATA: local })).toBe(
        String.raw`C:\Users\lan\AppData\Local\Keyfob\Data`,
      );
      expect(dataFolder(app, platform, {})).toBe(String.raw`C:\Users\lan\AppData\Local\Keyfob\Data`);
      expect(dataFolder(app, platform, { LOCALAPPDATA: 'Local' })).toBe(
        String.raw`C:\Users\lan\AppData\Local\Keyfob\Data`,
      );
    },
  },
} satisfies SystemCase;

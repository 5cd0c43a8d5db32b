import { expect, vi } from 'vitest';
import { claimAppLinks } from '../../../src-main/shell/claim-app-links.ts';
import type { System, SystemCase } from '../system-case.ts';

/** An app that says yes to being registered, and then says who opens the links. */
function claim(platform: System, { isPackaged, isOurs }: { isPackaged: boolean; isOurs: boolean }) {
  const calls: unknown[][] = [];
  const app = {
    isPackaged,
    getName: () => 'Keyfob',
    setAsDefaultProtocolClient: (...args: unknown[]) => calls.push(['set', ...args]) > 0,
    isDefaultProtocolClient(...args: unknown[]) {
      calls.push(['is', ...args]);
      return isOurs;
    },
  };
  const works = claimAppLinks(app, {
    platform,
    command: [process.execPath],
    folder: 'C:\\keyfob',
    home: '/nowhere',
    env: {},
    argv: [],
  });
  return works.then((result) => ({ result, calls }));
}

const exe = process.execPath;

export default {
  title: 'an app link counts where the system names this app',
  source:
    'electron/electron docs/api/app.md lines 849 to 875, setAsDefaultProtocolClient: on macOS only protocols ' +
    'of the Info.plist, which cannot be changed while the app runs; path and args are for Windows alone',
  cells: {
    // A desktop without `xdg-mime`, which a real script replaces in `test/shell/claim-app-links.test.ts`.
    async linux(platform) {
      vi.stubEnv('PATH', '/nowhere');
      try {
        expect(await claim(platform, { isPackaged: true, isOurs: true })).toEqual({ result: false, calls: [] });
      } finally {
        vi.unstubAllEnvs();
      }
    },
    async darwin(platform) {
      const set = [
        ['set', 'app.keyfob', exe, []],
        ['is', 'app.keyfob', exe, []],
      ];
      // In a clone, Electron itself would be registered, and says yes.
      expect(await claim(platform, { isPackaged: false, isOurs: true })).toEqual({ result: false, calls: [] });
      expect(await claim(platform, { isPackaged: true, isOurs: true })).toEqual({ result: true, calls: set });
      expect(await claim(platform, { isPackaged: true, isOurs: false })).toEqual({ result: false, calls: set });
    },
    async win32(platform) {
      expect(await claim(platform, { isPackaged: false, isOurs: true })).toEqual({
        result: true,
        calls: [
          ['set', 'app.keyfob', exe, ['C:\\keyfob']],
          ['is', 'app.keyfob', exe, ['C:\\keyfob']],
        ],
      });
      expect((await claim(platform, { isPackaged: true, isOurs: false })).result).toBe(false);
    },
  },
} satisfies SystemCase;

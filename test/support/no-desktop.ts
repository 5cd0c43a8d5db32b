import type { Desktop } from '../../src-main/app/desktop.ts';
import type { SystemCheck } from '../../src-main/lock/lock.ts';
import type { PreferencesView } from '../../src-preload/contract.ts';

export const plainPreferences: PreferencesView = {
  language: 'system',
  theme: 'system',
  startAtLogin: false,
  keepInTray: false,
  notifications: true,
  lockAfter: 15,
};

/** For tests without a desktop: stores and opens nothing. */
export const noDesktop: Desktop = {
  describe: async () => ({
    preferences: plainPreferences,
    versions: [],
    build: { forTests: false, electron: null },
    folder: '',
    files: [],
    proxy: 'DIRECT',
  }),
  change: (changes) => ({ ...plainPreferences, ...changes }),
  openFolder: async () => undefined,
  licences: async () => null,
};

/** The window before it is made. */
export const noWindow = { isShown: () => false, show: () => undefined, end: () => undefined };

/** A computer without user verification. */
export const noSystemCheck: SystemCheck = { available: () => false, ask: async () => false };

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

/** For tests that run outside a desktop: nothing is kept and nothing opens. */
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

/** A computer that cannot say who sits at it. */
export const noSystemCheck: SystemCheck = { available: () => false, ask: async () => false };

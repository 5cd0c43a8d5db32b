import type { Desktop } from '../../src-main/desktop.ts';
import type { PreferencesView } from '../../src-preload/contract.ts';

export const plainPreferences: PreferencesView = {
  language: 'system',
  theme: 'system',
  startAtLogin: false,
  keepInTray: false,
  notifications: true,
};

/** For tests that run outside a desktop: nothing is kept and nothing opens. */
export const noDesktop: Desktop = {
  describe: async () => ({ preferences: plainPreferences, versions: [], folder: '', files: [], proxy: 'DIRECT' }),
  change: (changes) => ({ ...plainPreferences, ...changes }),
  openFolder: async () => undefined,
  licences: async () => null,
};

import type { Desktop } from '../../src-main/app/desktop.ts';
import type { Report } from '../../src-main/app/report.ts';
import type { UpdateServices } from '../../src-main/app/start-updates.ts';
import type { SystemCheck } from '../../src-main/lock/lock.ts';
import type { PreferencesView, UpdateView } from '../../src-preload/contract.ts';

export const plainPreferences: PreferencesView = {
  language: 'system',
  theme: 'system',
  startAtLogin: false,
  keepInTray: false,
  notifications: true,
  checkForUpdates: false,
  lockAfter: 15,
  history: 30,
  historyOfAgents: false,
};

/** For tests without a desktop: stores and opens nothing. */
export const noDesktop: Desktop = {
  describe: async () => ({
    preferences: plainPreferences,
    managed: null,
    versions: [],
    build: { forTests: false, electron: null },
    folder: '',
    files: [],
    proxy: 'DIRECT',
  }),
  change: (changes) => ({ ...plainPreferences, ...changes }),
  openFolder: async () => undefined,
  licences: async () => null,
  parts: async () => null,
};

/** What a clone says of updates. */
export const noUpdateView: UpdateView = {
  checks: 'no_key',
  host: null,
  isManaged: false,
  checkedAt: null,
  offered: null,
  command: null,
  failure: null,
  isRestartDue: false,
  news: null,
};

export const noUpdates: UpdateServices = {
  describe: () => noUpdateView,
  check: async () => noUpdateView,
  closeNews: () => noUpdateView,
};

/** A report without facts, which goes nowhere. */
export const noReport: Report = {
  describe: async () => ({ text: '', place: null }),
  described: () => '',
  open: async () => undefined,
};

/** The window before it is made. */
export const noWindow = { isShown: () => false, show: () => undefined, end: () => undefined };

/** A computer without user verification. */
export const noSystemCheck: SystemCheck = { available: () => false, ask: async () => false };

import type { HistoryTime } from './history.ts';
import type { ManagedView } from './managed.ts';

/** Preferences for this computer, independent of the profile. */
export interface PreferencesView {
  language: 'system' | 'en' | 'vi' | 'zh';
  theme: 'system' | 'light' | 'dark';
  startAtLogin: boolean;
  /** Who decided that last: the user, or Keyfob because a program is always allowed. Missing: undecided. */
  startAtLoginBy?: 'user' | 'programs';
  /** Whether Keyfob keeps running after the window is closed. */
  keepInTray: boolean;
  notifications: boolean;
  /** Whether Keyfob asks once a day whether a newer version is published. */
  checkForUpdates: boolean;
  /** Idle minutes until Keyfob locks, if there is a passphrase; 0 for never. */
  lockAfter: 0 | 1 | 5 | 15 | 60;
  /** How long calls of tools are kept. */
  history: HistoryTime;
  /** Whether what programs send and get is kept as well, beside that they called. */
  historyOfAgents: boolean;
}

/** How this build differs from a release. */
export interface BuildView {
  /** Whether a debugger may attach, as the tests need. */
  forTests: boolean;
  /** The used and the pinned version of Electron; null if they are the same. */
  electron: { used: string; pinned: string } | null;
}

/** Facts about this computer and this installation, for the settings. */
export interface DesktopView {
  preferences: PreferencesView;
  /** What the administrator has set; null: nothing. */
  managed: ManagedView | null;
  /** Names and versions of the main components, most important first. */
  versions: [name: string, version: string][];
  build: BuildView;
  folder: string;
  files: { name: 'database' | 'backup' | 'history' | 'log'; path: string }[];
  /** How this computer reaches the internet, in PAC syntax: `DIRECT`, or proxies. */
  proxy: string;
}

export interface PreferenceRequests {
  'desktop:describe': { input: undefined; output: DesktopView };
  'preferences:change': { input: Partial<PreferencesView>; output: PreferencesView };
  /** Opens the data folder in the file manager. */
  'desktop:open-folder': { input: undefined; output: null };
  /** The licences of all components; null in a development build. */
  'desktop:licences': { input: undefined; output: { text: string | null } };
}

export interface PreferenceEvents {
  'preferences:changed': PreferencesView;
}

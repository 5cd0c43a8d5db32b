/** What a person wants of Keyfob on this computer, whoever they are in it. */
export interface PreferencesView {
  language: 'system' | 'en' | 'vi' | 'zh';
  theme: 'system' | 'light' | 'dark';
  startAtLogin: boolean;
  /** Whether closing the window leaves Keyfob running. */
  keepInTray: boolean;
  notifications: boolean;
  /** Minutes without anybody after which Keyfob is locked, where there is a passphrase; 0 for never. */
  lockAfter: 0 | 1 | 5 | 15 | 60;
}

/** What is unusual about how this Keyfob was packaged. */
export interface BuildView {
  /** Whether a debugger may be attached, which the tests need. */
  forTests: boolean;
  /** The version of Electron in it and the one that it should be; null where they are the same. */
  electron: { used: string; pinned: string } | null;
}

/** This computer and this Keyfob, for the settings. */
export interface DesktopView {
  preferences: PreferencesView;
  /** Name and version of what it is made of, the most important first. */
  versions: [name: string, version: string][];
  build: BuildView;
  folder: string;
  files: { name: 'database' | 'backup' | 'log'; path: string }[];
  /** How this computer reaches the internet, as Chromium says it: `DIRECT`, or proxies. */
  proxy: string;
}

export interface PreferenceRequests {
  'desktop:describe': { input: undefined; output: DesktopView };
  'preferences:change': { input: Partial<PreferencesView>; output: PreferencesView };
  /** Shows the folder in which everything is kept, in the system's own way. */
  'desktop:open-folder': { input: undefined; output: null };
  /** The licences of everything that is in the app; null where it is no packaged one. */
  'desktop:licences': { input: undefined; output: { text: string | null } };
}

export interface PreferenceEvents {
  'preferences:changed': PreferencesView;
}

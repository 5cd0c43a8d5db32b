import { readFileSync, writeFileSync } from 'node:fs';
import type { PreferencesView } from '../../src-preload/contract.ts';
import { renameBusy } from '../base/busy-file.ts';
import { Followers } from '../base/followers.ts';

const allowed: { [Name in keyof PreferencesView]-?: readonly PreferencesView[Name][] } = {
  language: ['system', 'en', 'vi', 'zh'],
  theme: ['system', 'light', 'dark'],
  startAtLogin: [false, true],
  startAtLoginBy: ['user', 'programs'],
  keepInTray: [false, true],
  notifications: [false, true],
  checkForUpdates: [false, true],
  lockAfter: [0, 1, 5, 15, 60],
  history: ['off', 7, 30, 90, 'always'],
  historyOfAgents: [false, true],
};

/**
 * What holds where the user has chosen nothing. Some Linux desktops have no tray, and a Keyfob without tray and window
 * could not be found.
 */
export const firstPreferences = (platform: NodeJS.Platform): PreferencesView => ({
  language: 'system',
  theme: 'system',
  startAtLogin: false,
  keepInTray: platform !== 'linux',
  notifications: true,
  // Keyfob sends no request that the user has not asked for.
  checkForUpdates: false,
  lockAfter: 15,
  history: 30,
  historyOfAgents: false,
});

/**
 * The user's preferences on this computer. Kept in a file next to the window state, because the first window needs the
 * language before the database is open.
 */
export class Preferences {
  readonly #file: string;
  readonly #followers = new Followers<PreferencesView>();
  #current: PreferencesView;

  /** A missing or invalid value gets its default; the others are kept. */
  constructor(file: string, first: PreferencesView) {
    this.#file = file;
    this.#current = { ...first, ...validPreferences(read(file)) };
  }

  get current(): PreferencesView {
    return this.#current;
  }

  /** Stores the change and notifies listeners. Throws if the file cannot be written; nothing has changed then. */
  change(changes: Partial<PreferencesView>): PreferencesView {
    const next = { ...this.#current, ...validPreferences(changes) };
    // Written to a new file first, so that the old one stays complete until it is replaced.
    writeFileSync(`${this.#file}.new`, JSON.stringify(next), { mode: 0o600 });
    renameBusy(`${this.#file}.new`, this.#file);
    this.#current = next;
    this.#followers.tell(next);
    return next;
  }

  /** The user's change: one of starting at login is their decision from then on. Throws like `change`. */
  changeByUser(changes: Partial<PreferencesView>): PreferencesView {
    return this.change(changes.startAtLogin === undefined ? changes : { ...changes, startAtLoginBy: 'user' });
  }

  /**
   * Starts Keyfob at login from now on, because a program may always use it. Once only, and not against the user's own
   * decision. Returns whether it was switched on. Throws like `change`.
   */
  startAtLoginForPrograms(): boolean {
    if (!this.isStartAtLoginDue()) return false;
    this.change({ startAtLogin: true, startAtLoginBy: 'programs' });
    return true;
  }

  /** Whether `startAtLoginForPrograms` would switch it on. */
  isStartAtLoginDue(): boolean {
    const { startAtLogin, startAtLoginBy } = this.#current;
    return !startAtLogin && startAtLoginBy === undefined;
  }

  /** Calls the listener now and after every change. Returns a function that ends this. */
  follow(listener: (preferences: PreferencesView) => void): () => void {
    const stop = this.#followers.add(listener);
    listener(this.#current);
    return stop;
  }

  /** Returns a function that ends every `follow` that is called from now on. */
  mark(): () => void {
    return this.#followers.mark();
  }
}

function read(file: string): object {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function validPreferences(value: object): Partial<PreferencesView> {
  const names = Object.keys(allowed) as (keyof PreferencesView)[];
  const known = names.filter((name) => {
    const values: readonly unknown[] = allowed[name];
    return Object.hasOwn(value, name) && values.includes(Reflect.get(value, name));
  });
  return Object.fromEntries(known.map((name) => [name, Reflect.get(value, name)]));
}

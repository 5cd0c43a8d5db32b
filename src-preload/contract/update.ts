import type { ErrorView } from './error.ts';
import type { Timestamp } from './time.ts';

/** Whether a newer Keyfob is published, and what this start is the first of. */
export interface UpdateView {
  /** `no_key`: this build has no key or address for updates. `forbidden`: an administrator of this computer says so. */
  checks: 'possible' | 'no_key' | 'forbidden';
  /** Where a check asks. */
  host: string | null;
  /** The address is that of an administrator of this computer. */
  isManaged: boolean;
  /** When the last check ended. */
  checkedAt: Timestamp | null;
  /** A version after the running one. */
  offered: { version: string; date: Timestamp } | null;
  /** The command that installs it; null where no package manager has installed this Keyfob. */
  command: string | null;
  /** Why the last check failed. */
  failure: ErrorView | null;
  /** The files of the running app were replaced: the new version runs after a restart. */
  isRestartDue: boolean;
  /** This is the first start after an installation or an update whose news the user has not closed yet. */
  news: 'installed' | 'updated' | null;
}

export interface UpdateRequests {
  'update:describe': { input: undefined; output: UpdateView };
  /** Asks the publisher now. */
  'update:check': { input: undefined; output: UpdateView };
  /** The user has read what is new. */
  'update:close-news': { input: undefined; output: UpdateView };
}

export interface UpdateEvents {
  'update:changed': UpdateView;
}

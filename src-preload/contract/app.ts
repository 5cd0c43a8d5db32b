import type { MediaType } from './media.ts';

export type Role = 'admin' | 'member';

/**
 * Where sign-ins are kept. Until Keyfob quits: `memory`, because there is no keyring; `locked`, because it does not open;
 * `reset`, because it has lost the key of the sign-ins that are on the disk;
 * `slow`, because it did not answer in time.
 */
export type StorageState = 'keyring' | 'memory' | 'locked' | 'reset' | 'slow';

export interface AppView {
  version: string;
  platform: 'darwin' | 'linux' | 'win32' | 'other';
  workspace: { id: string; name: string };
  profile: { id: string; name: string; role: Role };
  /** Names of the workspace's admins: whom a member has to ask. */
  admins: string[];
  /** Whether there is anybody else to be: another profile, here or in another workspace. */
  others: boolean;
  storage: { state: StorageState; backend: string };
  /** The database was damaged at the last start; the file as it was is kept under this name. */
  recovered: { file: string } | null;
  /** The sample server that `npm start` runs in a clone, where it runs and is not added yet. */
  sample: { name: string; url: string } | null;
}

export interface AppRequests {
  'app:describe': { input: undefined; output: AppView };
  /** Asks the keyring again. Where it opens, the sign-ins on the disk are back, and those made meanwhile are kept. */
  'storage:retry': { input: undefined; output: AppView };
  /** Seals everything that is secret with a new key. */
  'storage:rotate-key': { input: undefined; output: null };
  /** In the state `reset`: begins with a new key. What the old one sealed stays, for a keyring that comes back. */
  'storage:start-over': { input: undefined; output: AppView };
  /** `details`: what goes to somebody who helps, without what is secret in it. */
  'app:copy': { input: { text: string; details?: boolean }; output: null };
  /** Asks where to, and writes a picture or a sound there. False where the person thought better of it. */
  'app:save-media': { input: { mimeType: MediaType; /** base64 */ data: string }; output: boolean };
  /** Opens an https address in the browser, written as a URL parser writes it: what was read is what is opened. */
  'app:open-link': { input: { url: string }; output: null };
}

export interface AppEvents {
  'app:changed': AppView;
  /** The person wants to see this server, or the settings: they said so in the tray, or clicked a notice. */
  'app:go-to': { serverId: string } | { screen: 'preferences' };
}

import type { MediaType, TextEnding } from './media.ts';
import type { Place } from './page.ts';

export type Role = 'admin' | 'member';

/**
 * Where sign-ins are stored. All but `keyring` keep them in memory until Keyfob quits: `memory`, because there is no
 * keyring; `locked`, because it cannot be opened; `reset`, because it has lost the key of the stored sign-ins; `slow`,
 * because it did not answer in time.
 */
export type StorageState = 'keyring' | 'memory' | 'locked' | 'reset' | 'slow';

export interface AppView {
  version: string;
  platform: 'darwin' | 'linux' | 'win32' | 'other';
  workspace: { id: string; name: string };
  profile: { id: string; name: string; role: Role };
  /** Names of the workspace's admins, whom a member can ask. */
  admins: string[];
  /** Whether there are other profiles to switch to, here or in another workspace. */
  others: boolean;
  storage: { state: StorageState; backend: string };
  /** The database was damaged at the last start; the original file was kept under this name. */
  recovered: { file: string } | null;
  /** The sample server of `npm start` in a development build, if it runs and is not added yet. */
  sample: { name: string; url: string } | null;
}

export interface AppRequests {
  'app:describe': { input: undefined; output: AppView };
  /** Tries to open the keyring again. If it opens, stored sign-ins return, and those made meanwhile are stored. */
  'storage:retry': { input: undefined; output: AppView };
  /** Reseals all secrets with a new key. */
  'storage:rotate-key': { input: undefined; output: null };
  /** In the state `reset`: creates a new key. What the old one sealed is kept, in case that keyring returns. */
  'storage:start-over': { input: undefined; output: AppView };
  /** `details`: error details for support, from which secrets are removed. */
  'app:copy': { input: { text: string; details?: boolean }; output: null };
  /** Asks where to save a picture or sound. False if the user cancelled. */
  'app:save-media': { input: { mimeType: MediaType; /** base64 */ data: string }; output: boolean };
  /** The same for a text. */
  'app:save-text': { input: { ending: TextEnding; text: string }; output: boolean };
  /** Opens an https address in the browser. It must equal its serialized form, so that it is what the user has read. */
  'app:open-link': { input: { url: string }; output: null };
  /** Ends Keyfob. Where programs are connected, a native dialog names them and asks first. */
  /** Quits Keyfob and starts it again. */
  'app:restart': { input: undefined; output: null };
  'app:quit': { input: undefined; output: null };
}

export interface AppEvents {
  'app:changed': AppView;
  /** The user chose this server or screen in the tray, or clicked a notification. */
  'app:go-to': Place;
}

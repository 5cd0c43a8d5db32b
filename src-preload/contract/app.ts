export type Role = 'admin' | 'member';

/** Where sign-ins are kept. `memory`: until Keyfob quits, because there is no keyring; `locked`: there is one, and it does not open. */
export type StorageState = 'keyring' | 'memory' | 'locked';

export interface AppView {
  version: string;
  platform: 'darwin' | 'linux' | 'win32' | 'other';
  workspace: { id: string; name: string };
  profile: { id: string; name: string; role: Role };
  /** Whether there is anybody else to be: another profile, here or in another workspace. */
  others: boolean;
  storage: { state: StorageState; backend: string };
  /** The sample server that `npm start` runs in a clone, where it runs and is not added yet. */
  sample: { name: string; url: string } | null;
}

export interface AppRequests {
  'app:describe': { input: undefined; output: AppView };
  'app:copy': { input: { text: string }; output: null };
}

export interface AppEvents {
  'app:changed': AppView;
}

/** `off`: there is no passphrase. While it is `locked`, main answers nothing but what opens it again. */
export interface LockView {
  state: 'off' | 'open' | 'locked';
  /** Whether the computer itself can say who is there. */
  system: boolean;
  /** Milliseconds during which no passphrase is tried, because too many were wrong; 0 for none. No time of day: clocks are set. */
  wait: number;
}

export interface LockRequests {
  'lock:describe': { input: undefined; output: LockView };
  'lock:now': { input: undefined; output: LockView };
  'lock:unlock': { input: { passphrase: string }; output: LockView };
  'lock:unlock-by-system': { input: undefined; output: LockView };
  /** `current`: the passphrase before, where there is one. */
  'lock:set-up': { input: { passphrase: string; current?: string }; output: LockView };
  'lock:remove': { input: { passphrase: string }; output: LockView };
  /** The passphrase is lost. The person is asked by the main process; what is secret goes, servers stay. */
  'lock:forget': { input: undefined; output: LockView };
}

export interface LockEvents {
  'lock:changed': LockView;
}

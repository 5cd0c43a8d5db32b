/** `off`: there is no passphrase. While `locked`, the main process refuses all requests except those for unlocking. */
export interface LockView {
  state: 'off' | 'open' | 'locked';
  /** Whether the computer offers user verification (Touch ID). */
  system: boolean;
  /**
   * The remaining pause after wrong passphrases, in milliseconds; 0 for none. Not a time of day, because clocks can be
   * set.
   */
  wait: number;
  /** The administrator requires a passphrase. */
  required?: true;
  /** Locked because of that, until a passphrase is chosen. */
  needsPassphrase?: true;
}

export interface LockRequests {
  'lock:describe': { input: undefined; output: LockView };
  'lock:now': { input: undefined; output: LockView };
  'lock:unlock': { input: { passphrase: string }; output: LockView };
  'lock:unlock-by-system': { input: undefined; output: LockView };
  /** `current`: the present passphrase, if there is one. */
  'lock:set-up': { input: { passphrase: string; current?: string }; output: LockView };
  'lock:remove': { input: { passphrase: string }; output: LockView };
  /** Erases all secrets because the passphrase is lost, after a native dialog; servers are kept. */
  'lock:forget': { input: undefined; output: LockView };
}

export interface LockEvents {
  'lock:changed': LockView;
}

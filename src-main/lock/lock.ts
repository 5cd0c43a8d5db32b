import type { LockView } from '../../src-preload/contract/lock.ts';
import { Fault } from '../base/fault.ts';
import type { LockRow } from '../store/lock.ts';
import type { Store } from '../store/store.ts';
import { hashPassphrase, isLongEnough, isPassphrase } from './passphrase.ts';
import { pauseAfter } from './pause.ts';

/** The operating system's user verification: Touch ID, which Electron offers on macOS. */
export interface SystemCheck {
  available: () => boolean;
  /** Resolves to whether the user was verified. */
  ask: () => Promise<boolean>;
}

interface LockOptions {
  store: Pick<Store, 'lock'>;
  /** Milliseconds since boot, sleep included. Not the wall clock, which the user can set. */
  uptime: () => number;
  system: SystemCheck;
  /** The administrator requires a passphrase: without one, Keyfob is locked until it is chosen. */
  isRequired?: boolean;
  /** The settings of the administrator are refused, so that nothing is known of what they require. */
  isKept?: boolean;
}

/**
 * Whether Keyfob is locked. With a passphrase it starts locked; otherwise a restart would bypass the lock. Tokens are
 * still refreshed meanwhile, so that sign-ins are valid after unlocking.
 */
export class Lock {
  readonly #options: LockOptions;
  readonly #listeners: ((view: LockView) => void)[] = [];
  #locked: boolean;

  constructor(options: LockOptions) {
    this.#options = options;
    this.#locked = this.#isRequired || options.store.lock.get() !== undefined;
  }

  get isLocked(): boolean {
    return this.#locked;
  }

  get #isRequired(): boolean {
    return this.#options.isRequired === true;
  }

  /** Calls the listener after every change. */
  follow(listener: (view: LockView) => void): void {
    this.#listeners.push(listener);
  }

  view(): LockView {
    const row = this.#options.store.lock.get();
    const state = this.#locked ? 'locked' : row ? 'open' : 'off';
    const wait = row ? this.#waitOf(row) : 0;
    return {
      state,
      system: this.#options.system.available(),
      wait,
      ...(this.#isRequired && { required: true }),
      ...(this.#locked && !row && { needsPassphrase: true }),
    };
  }

  /** Does nothing without a passphrase, as nothing could unlock it again. */
  lock(): void {
    if (this.#locked || !this.#options.store.lock.get()) return;
    this.#locked = true;
    this.#tell();
  }

  /** Throws `passphrase_wrong`, and `passphrase_paused` after several wrong tries. */
  async unlock(passphrase: string): Promise<void> {
    this.#assertPassphrase();
    await this.#check(passphrase);
    this.#open();
  }

  /** Verifies the user through the operating system. Throws `passphrase_wrong` if that fails or is not available. */
  async unlockBySystem(): Promise<void> {
    const { system, store } = this.#options;
    this.#assertPassphrase();
    if (!system.available() || !(await system.ask())) throw new Fault('passphrase_wrong', 'the system did not say yes');
    store.lock.succeed();
    this.#open();
  }

  /**
   * Sets or changes the passphrase; a change needs the `current` one. The first one opens a lock that waits for it.
   * Throws `passphrase_short` and what `unlock` throws.
   */
  async setUp(passphrase: string, current?: string): Promise<void> {
    if (!isLongEnough(passphrase)) throw new Fault('passphrase_short', 'too few characters');
    const isFirst = this.#options.store.lock.get() === undefined;
    if (!isFirst) await this.#check(current ?? '');
    this.#options.store.lock.save(await hashPassphrase(passphrase));
    if (isFirst) this.#locked = false;
    this.#tell();
  }

  /** Removes the lock. Throws what `unlock` throws, and `managed` where the administrator requires one. */
  async remove(passphrase: string): Promise<void> {
    if (this.#isRequired || this.#options.isKept === true)
      throw new Fault('managed', 'the lock is required', { values: { reason: 'lock' } });
    await this.#check(passphrase);
    this.forget();
  }

  /** Removes a lost passphrase. The caller has erased all secrets before. */
  forget(): void {
    this.#options.store.lock.remove();
    this.#locked = this.#isRequired;
    this.#tell();
  }

  #assertPassphrase(): void {
    if (this.#locked && !this.#options.store.lock.get())
      throw new Fault('passphrase_wrong', 'there is none yet, and the administrator requires one');
  }

  async #check(passphrase: string): Promise<void> {
    const { store, uptime } = this.#options;
    const row = store.lock.begin(uptime(), (stored) => this.#waitOf(stored) === 0);
    if (!row) {
      const stored = store.lock.get();
      if (!stored) return;
      throw new Fault('passphrase_paused', 'too many wrong ones', {
        values: { seconds: Math.ceil(this.#waitOf(stored) / 1000) },
      });
    }
    if (await isPassphrase(passphrase, row)) store.lock.succeed();
    else throw new Fault('passphrase_wrong', 'not this one');
  }

  #waitOf({ failures, failedAt }: LockRow): number {
    if (failedAt === null) return 0;
    const up = this.#options.uptime();
    // The uptime is less than at the last wrong try, so the computer was restarted: at least `up` has passed.
    const since = up < failedAt ? up : up - failedAt;
    return Math.max(pauseAfter(failures) - since, 0);
  }

  #open(): void {
    if (!this.#locked) return;
    this.#locked = false;
    this.#tell();
  }

  #tell(): void {
    const view = this.view();
    for (const listener of this.#listeners) listener(view);
  }
}

import type { LockView } from '../../src-preload/contract/lock.ts';
import { Fault } from '../fault.ts';
import type { LockRow } from '../store/lock.ts';
import type { Store } from '../store/store.ts';
import { hashPassphrase, isLongEnough, isPassphrase } from './passphrase.ts';
import { pauseAfter } from './pause.ts';

/** How the computer itself asks who is there: Touch ID, where Electron offers it. */
export interface SystemCheck {
  available: () => boolean;
  /** Resolves to whether it is who it should be. */
  ask: () => Promise<boolean>;
}

interface LockOptions {
  store: Pick<Store, 'lock'>;
  /** Milliseconds since the computer started, sleep included: the clock can be set, and this cannot. */
  uptime: () => number;
  system: SystemCheck;
}

/**
 * Whether Keyfob is locked. It is from its start where there is a passphrase: otherwise ending it would be a way in. Sign-ins
 * are kept fresh meanwhile, because a lock is for those who come back.
 */
export class Lock {
  readonly #options: LockOptions;
  readonly #listeners: ((view: LockView) => void)[] = [];
  #locked: boolean;

  constructor(options: LockOptions) {
    this.#options = options;
    this.#locked = options.store.lock.get() !== undefined;
  }

  get isLocked(): boolean {
    return this.#locked;
  }

  /** Told of every change, after it. */
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
    };
  }

  /** Does nothing where there is no passphrase to open it again. */
  lock(): void {
    if (this.#locked || !this.#options.store.lock.get()) return;
    this.#locked = true;
    this.#tell();
  }

  /** Throws `passphrase_wrong`, and `passphrase_paused` after several of those. */
  async unlock(passphrase: string): Promise<void> {
    await this.#check(passphrase);
    this.#open();
  }

  /** Asks the computer. Throws `passphrase_wrong` where it does not vouch for whoever is there, or cannot. */
  async unlockBySystem(): Promise<void> {
    const { system, store } = this.#options;
    if (!system.available() || !(await system.ask())) throw new Fault('passphrase_wrong', 'the system did not say yes');
    store.lock.succeed();
    this.#open();
  }

  /** Sets a passphrase, or another one: then `current` is the one before. Throws `passphrase_short` and what `unlock` throws. */
  async setUp(passphrase: string, current?: string): Promise<void> {
    if (!isLongEnough(passphrase)) throw new Fault('passphrase_short', 'too few characters');
    if (this.#options.store.lock.get()) await this.#check(current ?? '');
    this.#options.store.lock.save(await hashPassphrase(passphrase));
    this.#tell();
  }

  /** There is no lock any more. Throws what `unlock` throws. */
  async remove(passphrase: string): Promise<void> {
    await this.#check(passphrase);
    this.forget();
  }

  /** The passphrase is lost: whoever calls this has seen to it that nothing worth hiding is left. */
  forget(): void {
    this.#options.store.lock.remove();
    this.#locked = false;
    this.#tell();
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
    // Less than at the last wrong try: the computer has started since, which makes it at least that long ago.
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

import type { ErrorView, UpdateView } from '../../src-preload/contract.ts';
import { errorView } from '../base/error-view.ts';
import { Fault } from '../base/fault.ts';
import type { Log } from '../base/log.ts';
import type { GuardedFetch } from '../http/guarded-fetch.ts';
import { fetchManifest } from './fetch-manifest.ts';
import { compareVersions, judgeManifest } from './manifest.ts';
import { readMinisignKey } from './minisign.ts';
import type { UpdateState } from './update-state.ts';

/** Where this build asks, and whose signature it believes. Both are empty in a build without updates. */
export interface UpdateSource {
  /** The manifest's https address. */
  address: string;
  /** The second line of a `minisign.pub`. */
  publicKey: string;
}

/** What an administrator of this computer has decided. */
export interface ManagedUpdates {
  allowed: boolean;
  /** Instead of the build's own, for example of a mirror. The key stays that of the build. */
  address?: string;
}

interface UpdateOptions {
  source: UpdateSource;
  managed: () => ManagedUpdates;
  /** The running version. */
  version: string;
  /** The command that installs the newest version; undefined if there is none. */
  command: string | undefined;
  state: UpdateState;
  /** The guarded fetch for this address. */
  fetchFor: (address: URL) => GuardedFetch;
  /** Whether the user has asked for daily checks. */
  isWanted: () => boolean;
  log: Pick<Log, 'info' | 'warn'>;
  now: () => number;
  /** From 0 up to 1, as `Math.random`. */
  random: () => number;
  onChange: () => void;
}

const hour = 3_600_000;
const day = 24 * hour;
/** Spreads the checks of many computers over the day, and hides when each one is in use. */
const longestJitter = 4 * hour;

/** Whether a newer Keyfob is published. Sends nothing unless the user has asked for it, now or for every day. */
export class Updates {
  readonly #options: UpdateOptions;
  readonly #jitter: number;
  #underWay: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: UpdateOptions) {
    this.#options = options;
    this.#jitter = Math.floor(options.random() * longestJitter);
  }

  /** What the window shows, but for what else it shows of an installation. */
  view(): Pick<UpdateView, 'checks' | 'host' | 'isManaged' | 'checkedAt' | 'offered' | 'command' | 'failure'> {
    const { version, command, state } = this.#options;
    const { accepted, checkedAt, failure } = state.current;
    const isNewer = accepted !== undefined && compareVersions(accepted.version, version) > 0;
    return {
      checks: this.#checks(),
      host: this.#address?.host ?? null,
      isManaged: this.#options.managed().address !== undefined,
      checkedAt: checkedAt ?? null,
      offered: isNewer ? { version: accepted.version, date: Date.parse(accepted.date) } : null,
      command: command ?? null,
      failure: failure ?? null,
    };
  }

  /**
   * Checks now. Throws `update_no_key` or `forbidden` where there can be no check; any other failure is part of the
   * view. A check that is under way is waited for.
   */
  async check(): Promise<void> {
    const checks = this.#checks();
    if (checks === 'no_key') throw new Fault('update_no_key', 'this build has no key for updates');
    if (checks === 'forbidden') throw new Fault('forbidden', 'an administrator has switched off updates');
    this.#underWay ??= this.#ask().finally(() => (this.#underWay = undefined));
    await this.#underWay;
  }

  /** Looks every hour whether a check is due: a daily timer would not count the time that a computer sleeps. */
  start(): void {
    this.#timer ??= setInterval(() => void this.checkIfDue(), hour).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Checks if the user wants it daily and a day and this start's share of the jitter have passed. Never rejects. */
  async checkIfDue(): Promise<void> {
    const { isWanted, now, state, log } = this.#options;
    if (!isWanted() || this.#checks() !== 'possible') return;
    const { checkedAt = -Infinity } = state.current;
    // A clock that was set back must not end the checks.
    const since = now() - checkedAt;
    if (since >= 0 && since < day + this.#jitter) return;
    await this.check().catch((error: unknown) => log.warn('no check for updates', { error }));
  }

  get #address(): URL | undefined {
    const address = this.#options.managed().address ?? this.#options.source.address;
    return URL.canParse(address) ? new URL(address) : undefined;
  }

  #checks(): UpdateView['checks'] {
    if (!this.#options.managed().allowed) return 'forbidden';
    return this.#options.source.publicKey === '' || !this.#address ? 'no_key' : 'possible';
  }

  async #ask(): Promise<void> {
    const { source, version, state, fetchFor, log, now, onChange } = this.#options;
    const address = this.#address;
    if (!address) return;
    try {
      const manifest = await fetchManifest(fetchFor(address), address, readMinisignKey(source.publicKey));
      judgeManifest(manifest, { running: version, now: now(), accepted: state.current.accepted });
      const { counter, date } = manifest;
      state.accept({ counter, version: manifest.version, date }, now());
      log.info('checked for updates', { version: manifest.version, counter });
    } catch (error) {
      log.warn('the check for updates failed', { error });
      const { code, values }: ErrorView = errorView(error);
      state.change({ checkedAt: now(), failure: { code, values: { host: address.host, ...values } } });
    } finally {
      onChange();
    }
  }
}

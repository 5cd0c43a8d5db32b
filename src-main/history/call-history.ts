import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { HistoryTime } from '../../src-preload/contract.ts';
import type { CallFacts } from '../store/history/call.ts';
import { isUnusable, removeSetAside } from '../store/history/set-aside.ts';
import { type BegunCall, CallsUnderWay, type EndedCall } from './calls-under-way.ts';
import { type Existing, removeCallsOf, removeGone } from './remove-calls.ts';
import { type HistoryPlace, openHistory, type OpenedHistory, replaceFile } from './opened-history.ts';
import { sweepHistory } from './sweep-history.ts';
import { type PrepareContent, WaitingCalls } from './waiting-calls.ts';
import { writeCalls } from './write-calls.ts';

/** In milliseconds: a Keyfob that is killed loses at most the calls of this time. */
const writeEvery = 1000;
/** Old calls are deleted this often, in milliseconds. */
const sweepEvery = 3_600_000;
/** Of the file with its log, in bytes. */
const largestHistory = 500_000_000;

export interface HistorySettings {
  keep: HistoryTime;
  /** Whether what agents send and get is kept, beside the fact that they called. */
  ofAgents: boolean;
}

export interface HistoryOptions extends HistoryPlace {
  exists: Existing;
  largest?: number;
}

/**
 * Keeps the calls of tools. Recording never throws and never waits: calls are written together a second later. A file
 * that breaks is set aside and begun again, with a word in the log.
 */
export class CallHistory {
  readonly #options: HistoryOptions;
  readonly #waiting = new WaitingCalls();
  readonly #underWay = new CallsUnderWay((...call) => this.record(...call));
  #settings: HistorySettings = { keep: 30, ofAgents: false };
  #opening: Promise<OpenedHistory> | undefined;
  #opened: OpenedHistory | undefined;
  #writing: NodeJS.Timeout | undefined;
  #sweeping: NodeJS.Timeout | undefined;
  #isClosed = false;
  /** Called with the owners whose calls have changed. */
  onChange: (owners: ReadonlySet<string>) => void = () => undefined;

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  get settings(): HistorySettings {
    return this.#settings;
  }

  /** Whether calls wait that cannot be written at once, because the file is not open yet. */
  get isPending(): boolean {
    return this.#waiting.size > 0 && !this.#opened;
  }

  /** Deletes at once what is older than is to be kept now. */
  configure(settings: HistorySettings): void {
    const isShorter = settings.keep !== this.#settings.keep;
    this.#settings = settings;
    if (isShorter && this.#opened) this.#sweep();
  }

  /** Keeps a call. `content`: called in a later turn of the event loop; absent: it is not kept. */
  record(facts: CallFacts, content?: PrepareContent): void {
    if (this.#isClosed || this.#settings.keep === 'off') return;
    this.#waiting.add(facts, content);
    this.#writeLater();
  }

  /** Keeps a call of the window when it has ended, or when Keyfob ends before. Returns what ends it. */
  begin(call: BegunCall): (ended: EndedCall) => void {
    return this.#underWay.begin(call, this.#options.now);
  }

  /** Reads or changes the history, after all that waits was written. Throws `storage_failed`. */
  async use<T>(work: (opened: OpenedHistory) => T): Promise<T> {
    await this.flush();
    try {
      return work(await this.#open());
    } catch (error) {
      if (!isUnusable(error)) throw error;
      this.#replace(error);
      return work(await this.#open());
    }
  }

  /** Writes what waits. Never rejects: what was not written is tried again with the next calls. */
  async flush(): Promise<void> {
    if (this.#waiting.size === 0) return;
    try {
      await this.#waiting.prepared();
      await this.#open();
      this.#write();
    } catch (error) {
      this.#options.log.warn('calls were not kept in the history', { error });
    }
  }

  /** Writes what waits, because Keyfob ends. Content that is not there within a second is left out. Never rejects. */
  async finish(): Promise<void> {
    await Promise.race([this.#waiting.prepared(), wait(writeEvery)]);
    this.#waiting.prepareNow();
    await this.flush();
  }

  /** Deletes the calls of a server, of a profile, or of a workspace's shared sign-ins. Never rejects. */
  async purge(gone: { serverId: string } | { owner: string }): Promise<void> {
    await this.#change((opened) => removeCallsOf(opened, gone));
  }

  /** Deletes every call of these owners, and a damaged file with them. Throws `storage_failed`. */
  async removeAll(owners: readonly string[]): Promise<number> {
    const removed = await this.use((opened) => {
      const each = owners.map((owner) => opened.calls.removeOwner(owner));
      sweepHistory(opened);
      return each.reduce((all, one) => all + one, 0);
    });
    removeSetAside(this.#options.file);
    return removed;
  }

  /** Deletes the calls of all servers and owners that are no more. Never rejects. */
  async purgeGone(): Promise<void> {
    await this.#change((opened) => removeGone(opened, this.#options.exists));
  }

  /** Opens the file again where the keyring has answered meanwhile. What was kept in memory is written to it. */
  async look(): Promise<void> {
    if (this.#opened?.place !== 'memory' || !this.#options.isStored()) return;
    const { calls, database } = this.#opened;
    for (const call of calls.all()) {
      const content = calls.open(call);
      this.#waiting.add(call, () => content);
    }
    database.close();
    this.#forget();
    await this.flush();
  }

  /** Writes what waits and closes the file. Calls under way are kept as cancelled, and later ones not at all. */
  close(): void {
    if (this.#isClosed) return;
    // Those who listen have stopped by then.
    this.onChange = () => undefined;
    this.#underWay.cutAll();
    clearTimeout(this.#writing);
    clearInterval(this.#sweeping);
    this.#waiting.prepareNow();
    this.#write();
    this.#isClosed = true;
    this.#opened?.database.close();
    this.#forget();
  }

  async #change(work: (opened: OpenedHistory) => void): Promise<void> {
    if (this.#isClosed || (!this.#opened && this.#waiting.size === 0 && !existsSync(this.#options.file))) return;
    try {
      await this.use(work);
    } catch (error) {
      this.#options.log.warn('calls were not deleted from the history', { error });
    }
  }

  #forget(): void {
    this.#opened = undefined;
    this.#opening = undefined;
  }

  #open(): Promise<OpenedHistory> {
    return (this.#opening ??= this.#openOnce().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    }));
  }

  async #openOnce(): Promise<OpenedHistory> {
    const opened = await openHistory(this.#options);
    if (this.#isClosed) {
      opened.database.close();
      throw new Error('the history was closed while it was opened');
    }
    this.#opened = opened;
    removeGone(opened, this.#options.exists);
    this.#sweep();
    this.#sweeping ??= setInterval(() => this.#sweep(), sweepEvery).unref();
    return opened;
  }

  #writeLater(): void {
    this.#writing ??= setTimeout(() => {
      this.#writing = undefined;
      void this.flush().then(() => this.#waiting.size > 0 && !this.#isClosed && this.#writeLater());
    }, writeEvery).unref();
  }

  /** Never throws. */
  #write(): void {
    if (!this.#opened) return;
    const owners = new Set<string>();
    try {
      const { exists, largest = largestHistory } = this.#options;
      writeCalls(this.#opened, this.#waiting, { largest, exists, owners });
    } catch (error) {
      if (isUnusable(error)) this.#replace(error);
      else this.#options.log.warn('calls were not kept in the history', { error });
    }
    if (owners.size > 0 && !this.#isClosed) this.onChange(owners);
  }

  #sweep(): void {
    if (!this.#opened) return;
    const { keep } = this.#settings;
    const since = typeof keep === 'number' ? this.#options.now() - keep * 86_400_000 : undefined;
    try {
      sweepHistory(this.#opened, since);
    } catch (error) {
      this.#options.log.warn('old calls were not deleted from the history', { error });
    }
  }

  #replace(error: unknown): void {
    const place = this.#opened?.place;
    this.#opened?.database.close();
    this.#forget();
    if (place === 'file') replaceFile(this.#options, error);
  }
}

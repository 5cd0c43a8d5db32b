import type {
  AttemptView,
  DeviceCodeView,
  ErrorView,
  OtherWay,
  ReturnPath,
  StepView,
} from '../../../src-preload/contract.ts';
import type { Added } from '../../oauth/added-parameters.ts';
import type { HostPair } from '../../store/allowed-hosts.ts';
import type { ApprovedPage } from './approved-page.ts';
import { slotKey, type Slot } from '../slot.ts';
import { Trace } from './trace.ts';

type Phase = 'discovering' | 'opening' | 'waiting' | 'exchanging';

/** One sign-in attempt from the first request to its end, as the waiting view and the trace show it. */
export class Attempt {
  readonly slot: Slot;
  readonly initiatorId: string;
  readonly startedAt: number;
  readonly trace: Trace;
  phase: Phase | 'ended' = 'discovering';
  error: ErrorView | undefined;
  /** The words of a refusal that came without a state: anyone could have sent it, so it only makes an offer. */
  unproved: string | undefined;
  /** The `state` of its authorization request, once there is one. */
  state: string | undefined;
  /** Where the response to that request has to arrive. */
  redirectUri: string | undefined;
  /** The authorization URL, kept in memory for "open again". */
  authorizationUrl: ApprovedPage | undefined;
  /** The hosts that the user has to allow before a retry; set if it stopped with `hosts_differ`. */
  stoppedFor: HostPair | undefined;
  returnPath: ReturnPath | undefined;
  otherWays: OtherWay[] | undefined;
  /** When it expires, once the browser was opened. */
  waitsUntil: number | undefined;
  authorizationServer: string | undefined;
  /** The code that the user enters on another device (device grant). */
  deviceCode: DeviceCodeView | undefined;
  /** Starts the attempt again with a new registration, if that is possible. */
  startAgain: (() => Promise<void>) | undefined;
  /** Starts the attempt again without something that Keyfob added to its request, if that is possible. */
  startWithout: ((out: readonly Added[]) => Promise<void>) | undefined;
  /** What Keyfob added to its request by itself. */
  added: readonly Added[] = [];
  /** What this attempt leaves out, and its server's settings do not: they do once it has succeeded. */
  leftOut: readonly Added[] = [];
  /** Ends the step that waits for the user. */
  endWaitingStep: ((state: 'done' | 'failed') => void) | undefined;
  /** The steps of its discovery, which other callers may share. */
  discoverySteps: readonly StepView[] = [];
  readonly #abort = new AbortController();
  readonly #changed: () => void;

  constructor(slot: Slot, initiatorId: string, now: () => number, changed: () => void) {
    this.slot = slot;
    this.initiatorId = initiatorId;
    this.startedAt = now();
    this.#changed = changed;
    this.trace = new Trace(now, changed, this.signal);
  }

  /** Aborts when the attempt ends for any reason. Pass it to everything that must end with the attempt. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get steps(): readonly StepView[] {
    return [...this.discoverySteps, ...this.trace.steps];
  }

  /** Shows the steps of a discovery as its own. More steps may be added to the array later. */
  follow(steps: readonly StepView[]): void {
    this.discoverySteps = steps;
    this.#changed();
  }

  /** `startAgain`, for a client that the authorization server no longer knows: at most once. */
  takeStartAgain(): (() => Promise<void>) | undefined {
    const { startAgain } = this;
    this.startAgain = undefined;
    return startAgain;
  }

  /** `startWithout`, for these: at most once. None if there is nothing to leave out. */
  takeStartWithout(out: readonly Added[]): (() => Promise<void>) | undefined {
    const { startWithout } = this;
    if (!startWithout || out.length === 0) return undefined;
    this.startWithout = undefined;
    return () => startWithout(out);
  }

  changed(): void {
    if (this.phase !== 'ended') this.#changed();
  }

  enter(phase: Phase): void {
    if (this.phase === 'ended') return;
    this.phase = phase;
    this.#changed();
  }

  /** Ends it without a word, and all that waits for it: the engine is being closed. */
  drop(): void {
    if (this.phase === 'ended') return;
    this.phase = 'ended';
    this.#abort.abort();
  }

  end(error?: ErrorView): void {
    if (this.phase === 'ended') return;
    this.endWaitingStep?.(error ? 'failed' : 'done');
    this.phase = 'ended';
    this.error = error;
    this.authorizationUrl = undefined;
    this.deviceCode = undefined;
    this.discoverySteps = this.discoverySteps.map((step) =>
      step.state === 'running' ? { ...step, state: error ? 'failed' : 'done' } : { ...step },
    );
    this.trace.finish(error ? 'failed' : 'done');
    this.#abort.abort();
    this.#changed();
  }

  view(): AttemptView {
    const steps = this.steps.map((step) => ({ ...step, facts: { ...step.facts } }));
    return { startedAt: this.startedAt, steps, ...(this.error && { error: this.error }) };
  }
}

/** The last attempt of every slot. In memory, because only the stored request has to survive a restart. */
export class Attempts {
  readonly #last = new Map<string, Attempt>();

  begin(slot: Slot, initiatorId: string, now: () => number, changed: () => void): Attempt {
    const attempt = new Attempt(slot, initiatorId, now, changed);
    this.#last.set(slotKey(slot), attempt);
    return attempt;
  }

  last(slot: Slot): Attempt | undefined {
    // Fast path: lists ask this for every server.
    return this.#last.size === 0 ? undefined : this.#last.get(slotKey(slot));
  }

  active(slot: Slot): Attempt | undefined {
    const attempt = this.last(slot);
    return attempt && attempt.phase !== 'ended' ? attempt : undefined;
  }

  /** The attempt whose authorization request has this `state`. */
  waitingFor(state: string): Attempt | undefined {
    return [...this.#last.values()].find((attempt) => attempt.state === state && attempt.phase !== 'ended');
  }

  /**
   * Notes a refusal without a state for the attempts that wait at its address, and ends none of them. Returns whether
   * there is one.
   */
  noteUnproved(url: string, words: string): boolean {
    const waiting = [...this.#last.values()].filter(
      ({ phase, redirectUri }) =>
        (phase === 'opening' || phase === 'waiting') && redirectUri && url.startsWith(`${redirectUri}?`),
    );
    for (const attempt of waiting) {
      if (attempt.unproved !== undefined) continue;
      attempt.unproved = words;
      attempt.changed();
    }
    return waiting.length > 0;
  }

  isAnyActive(): boolean {
    return [...this.#last.values()].some(({ phase }) => phase !== 'ended');
  }

  /** The attempts with a running token request. */
  exchanging(): Attempt[] {
    return [...this.#last.values()].filter(({ phase }) => phase === 'exchanging');
  }

  /** Resolves when no token request is running. */
  async settled(): Promise<void> {
    for (let running = this.exchanging(); running.length > 0; running = this.exchanging())
      await Promise.all(running.map(({ signal }) => new Promise((ended) => signal.addEventListener('abort', ended))));
  }

  /** Ends and forgets the attempts of all slots of a server. */
  forgetServer(serverId: string): void {
    for (const { slot } of this.#last.values()) if (slot.serverId === serverId) this.forget(slot);
  }

  /** Ends and forgets all of them without a word: the engine is being closed. */
  dropAll(): void {
    for (const attempt of this.#last.values()) attempt.drop();
    this.#last.clear();
  }

  forget(slot: Slot): void {
    this.last(slot)?.end();
    this.#last.delete(slotKey(slot));
  }
}

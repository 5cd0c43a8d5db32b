import type {
  AttemptView,
  DeviceCodeView,
  ErrorView,
  OtherWay,
  ReturnPath,
  StepView,
} from '../../src-preload/contract.ts';
import type { HostPair } from '../store/allowed-hosts.ts';
import type { ApprovedPage } from './approved-page.ts';
import { slotKey, type Slot } from './slot.ts';
import { Trace } from './trace.ts';

type Phase = 'discovering' | 'opening' | 'waiting' | 'exchanging';

/** One attempt to sign in, from the first question to the last answer: what the waiting view and the trace show. */
export class Attempt {
  readonly slot: Slot;
  readonly initiatorId: string;
  readonly startedAt: number;
  readonly trace: Trace;
  phase: Phase | 'ended' = 'discovering';
  error: ErrorView | undefined;
  /** The state of its authorization request, once there is one. */
  state: string | undefined;
  /** Where the browser was sent; kept for "open again", in memory alone. */
  authorizationUrl: ApprovedPage | undefined;
  /** The hosts that a person has to allow before it can go on: set where it stopped with `hosts_differ`. */
  stoppedFor: HostPair | undefined;
  returnPath: ReturnPath | undefined;
  otherWays: OtherWay[] | undefined;
  /** When it is given up, once the browser was asked for. */
  waitsUntil: number | undefined;
  authorizationServer: string | undefined;
  /** What the person types elsewhere, where that is how they sign in. */
  deviceCode: DeviceCodeView | undefined;
  /** Begins anew with another registration, from the first thing that takes one. */
  startAgain: (() => Promise<void>) | undefined;
  /** It began anew already, because its registration was forgotten: it does not do so twice. */
  registeredAgain = false;
  /** Ends the step in which the person is asked. */
  answered: ((state: 'done' | 'failed') => void) | undefined;
  /** The steps of the discovery it goes by, which may be somebody else's too. */
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

  /** Aborts when the attempt ends, however it ends. Give it whatever must not outlive the attempt. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get steps(): readonly StepView[] {
    return [...this.discoverySteps, ...this.trace.steps];
  }

  /** Takes the steps of a discovery for its own. They may still be growing. */
  follow(steps: readonly StepView[]): void {
    this.discoverySteps = steps;
    this.#changed();
  }

  changed(): void {
    if (this.phase !== 'ended') this.#changed();
  }

  enter(phase: Phase): void {
    if (this.phase === 'ended') return;
    this.phase = phase;
    this.#changed();
  }

  end(error?: ErrorView): void {
    if (this.phase === 'ended') return;
    this.answered?.(error ? 'failed' : 'done');
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

/** The last attempt of every slot; in memory, because only the stored request must outlive a restart. */
export class Attempts {
  readonly #last = new Map<string, Attempt>();

  begin(slot: Slot, initiatorId: string, now: () => number, changed: () => void): Attempt {
    const attempt = new Attempt(slot, initiatorId, now, changed);
    this.#last.set(slotKey(slot), attempt);
    return attempt;
  }

  last(slot: Slot): Attempt | undefined {
    // A list asks this of every server there is.
    return this.#last.size === 0 ? undefined : this.#last.get(slotKey(slot));
  }

  active(slot: Slot): Attempt | undefined {
    const attempt = this.last(slot);
    return attempt && attempt.phase !== 'ended' ? attempt : undefined;
  }

  /** The one whose authorization request has this state. */
  waitingFor(state: string): Attempt | undefined {
    return [...this.#last.values()].find((attempt) => attempt.state === state && attempt.phase !== 'ended');
  }

  /** Those for which tokens are being asked for: their answers are on the way. */
  exchanging(): Attempt[] {
    return [...this.#last.values()].filter(({ phase }) => phase === 'exchanging');
  }

  /** When no answer is on the way any more. */
  async settled(): Promise<void> {
    for (let running = this.exchanging(); running.length > 0; running = this.exchanging())
      await Promise.all(running.map(({ signal }) => new Promise((ended) => signal.addEventListener('abort', ended))));
  }

  /** Ends and forgets the attempts of all slots of a server. */
  forgetServer(serverId: string): void {
    for (const { slot } of this.#last.values()) if (slot.serverId === serverId) this.forget(slot);
  }

  forget(slot: Slot): void {
    this.last(slot)?.end();
    this.#last.delete(slotKey(slot));
  }
}

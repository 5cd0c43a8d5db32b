import type { AttemptView, ErrorView, ReturnPath, StepName, StepView } from '../../src-preload/contract.ts';
import { slotKey, type Slot } from './slot.ts';

type Phase = 'discovering' | 'waiting' | 'exchanging';
type Facts = StepView['facts'];

/** One attempt to sign in, from the first question to the last answer: what the waiting view and the trace show. */
export class Attempt {
  readonly slot: Slot;
  readonly initiatorId: string;
  readonly startedAt: number;
  readonly steps: StepView[] = [];
  phase: Phase | 'ended' = 'discovering';
  error: ErrorView | undefined;
  /** The state of its authorization request, once there is one. */
  state: string | undefined;
  /** Where the browser was sent; kept for "open again", in memory alone. */
  authorizationUrl: URL | undefined;
  returnPath: ReturnPath | undefined;
  authorizationServer: string | undefined;
  /** Ends the step in which the person is asked. */
  answered: ((state: 'done' | 'failed') => void) | undefined;
  readonly #abort = new AbortController();
  readonly #changed: () => void;
  readonly #now: () => number;

  constructor(slot: Slot, initiatorId: string, now: () => number, changed: () => void) {
    this.slot = slot;
    this.initiatorId = initiatorId;
    this.startedAt = now();
    this.#now = now;
    this.#changed = changed;
  }

  /** Aborts when the attempt ends, however it ends. Give it whatever must not outlive the attempt. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Runs one step and keeps what came of it. `facts` may be filled while it runs. */
  async step<T>(name: StepName, host: string, run: (facts: Facts) => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    const finish = this.begin(name, host);
    try {
      const value = await run(finish.facts);
      this.signal.throwIfAborted();
      finish('done');
      return value;
    } catch (error) {
      finish('failed');
      throw error;
    }
  }

  /** Starts a step that something else ends, as waiting for a person is. */
  begin(name: StepName, host: string): ((state: 'done' | 'failed') => void) & { facts: Facts } {
    const step: StepView = { name, host, state: 'running', facts: {}, milliseconds: 0 };
    const startedAt = this.#now();
    this.steps.push(step);
    this.#changed();
    const finish = (state: 'done' | 'failed') => {
      if (step.state !== 'running') return;
      step.state = state;
      step.milliseconds = this.#now() - startedAt;
      this.#changed();
    };
    return Object.assign(finish, { facts: step.facts });
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
    for (const step of this.steps) if (step.state === 'running') step.state = error ? 'failed' : 'done';
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
    return this.#last.get(slotKey(slot));
  }

  active(slot: Slot): Attempt | undefined {
    const attempt = this.last(slot);
    return attempt && attempt.phase !== 'ended' ? attempt : undefined;
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

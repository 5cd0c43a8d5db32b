import type { StepName, StepView } from '../../src-preload/contract.ts';

type Facts = StepView['facts'];

/** The steps of something that takes several questions: what was asked, what came of it, and how long it took. */
export class Trace {
  readonly steps: StepView[] = [];
  readonly signal: AbortSignal;
  readonly #now: () => number;
  readonly #changed: () => void;

  /** `signal` ends it: no step begins after that, and none counts. */
  constructor(now: () => number, changed: () => void, signal: AbortSignal) {
    this.#now = now;
    this.#changed = changed;
    this.signal = signal;
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

  /** Ends whatever still runs. */
  finish(state: 'done' | 'failed'): void {
    for (const step of this.steps) if (step.state === 'running') step.state = state;
  }
}

import type { StepName, StepView } from '../../../src-preload/contract.ts';

type Facts = StepView['facts'];

/** The steps of a process with several requests: what was asked, the result, and the duration. */
export class Trace {
  readonly steps: StepView[] = [];
  readonly signal: AbortSignal;
  readonly #now: () => number;
  readonly #changed: () => void;

  /** When `signal` aborts, no further step begins, and results are ignored. */
  constructor(now: () => number, changed: () => void, signal: AbortSignal) {
    this.#now = now;
    this.#changed = changed;
    this.signal = signal;
  }

  /** Runs one step and records its result. `run` may fill `facts` meanwhile. */
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

  /** Starts a step that ends by another event, such as waiting for the user. */
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

  /** Ends all running steps. */
  finish(state: 'done' | 'failed'): void {
    for (const step of this.steps) if (step.state === 'running') step.state = state;
  }
}

import type { StepView } from '../../../src-preload/contract.ts';
import type { Discovery } from './discovery.ts';
import { Trace } from './trace.ts';
import { dropOldest } from '../../base/drop-oldest.ts';
import { whenAborted } from '../../base/when-aborted.ts';

/** How long a result is cached, in milliseconds. */
const lifetime = 5 * 60_000;
const mostKept = 200;

interface Flight {
  trace: Trace;
  abort: AbortController;
  callers: number;
  ended: boolean;
  result: Promise<Discovery | undefined>;
  listeners: Set<() => void>;
}

interface Caller {
  now: () => number;
  signal: AbortSignal;
  /** Called when the first step begins, and after every change of the steps. */
  onSteps: (steps: readonly StepView[]) => void;
}

/**
 * Cache of discovery results: concurrent callers share one discovery, and its result is valid for five minutes.
 * Failures are not cached. Invalidate a result when there is reason to doubt it: a 401, a failed attempt, other
 * settings.
 */
export class Discoveries {
  readonly #kept = new Map<string, { discovery: Discovery | undefined; steps: StepView[]; until: number }>();
  readonly #flights = new Map<string, Flight>();

  /** `key` is the server with all parameters of its discovery. A caller that aborts does not end it for the others. */
  async get(
    key: string,
    caller: Caller,
    run: (trace: Trace) => Promise<Discovery | undefined>,
  ): Promise<Discovery | undefined> {
    caller.signal.throwIfAborted();
    const kept = this.#kept.get(key);
    if (kept && caller.now() < kept.until) {
      caller.onSteps(kept.steps.map((step) => ({ ...step, facts: { ...step.facts, cached: true }, milliseconds: 0 })));
      return kept.discovery;
    }
    const flight = this.#flights.get(key) ?? this.#start(key, caller.now, run);
    return this.#wait(key, flight, caller);
  }

  /** Invalidates all keys with this prefix: a server with any settings. */
  forget(prefix: string): void {
    for (const key of this.#kept.keys()) if (key.startsWith(prefix)) this.#kept.delete(key);
    // Waiting callers still get the result; it is not cached.
    for (const key of this.#flights.keys()) if (key.startsWith(prefix)) this.#flights.delete(key);
  }

  #start(key: string, now: () => number, run: (trace: Trace) => Promise<Discovery | undefined>): Flight {
    const abort = new AbortController();
    const listeners = new Set<() => void>();
    const trace = new Trace(now, () => listeners.forEach((tell) => tell()), abort.signal);
    const flight: Flight = { trace, abort, callers: 0, ended: false, listeners, result: run(trace) };
    this.#flights.set(key, flight);
    flight.result.then(
      (discovery) => {
        if (this.#end(key, flight)) this.#keep(key, { discovery, steps: trace.steps, until: now() + lifetime });
      },
      () => this.#end(key, flight),
    );
    return flight;
  }

  /** Returns whether it was still the current one. */
  #end(key: string, flight: Flight): boolean {
    flight.ended = true;
    return this.#flights.get(key) === flight && this.#flights.delete(key);
  }

  #keep(key: string, entry: { discovery: Discovery | undefined; steps: StepView[]; until: number }): void {
    this.#kept.delete(key);
    this.#kept.set(key, entry);
    dropOldest(this.#kept, mostKept);
  }

  async #wait(key: string, flight: Flight, { signal, onSteps }: Caller): Promise<Discovery | undefined> {
    const tell = () => onSteps(flight.trace.steps);
    flight.callers++;
    flight.listeners.add(tell);
    tell();
    try {
      return await Promise.race([flight.result, rejectedByAbort(signal)]);
    } finally {
      flight.listeners.delete(tell);
      // The last caller has left: aborts the discovery. After its end, background requests (closing a probe's session)
      // continue.
      if (--flight.callers === 0 && !flight.ended) {
        this.#end(key, flight);
        flight.abort.abort();
      }
    }
  }
}

async function rejectedByAbort(signal: AbortSignal): Promise<never> {
  await whenAborted(signal);
  throw signal.reason as Error;
}

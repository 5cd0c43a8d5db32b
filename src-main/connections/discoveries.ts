import type { StepView } from '../../src-preload/contract.ts';
import type { Discovery } from './discover.ts';
import { Trace } from './trace.ts';

/** How long what was found is believed, in milliseconds. */
const lifetime = 5 * 60_000;
const mostKept = 200;

interface Flight {
  trace: Trace;
  abort: AbortController;
  askers: number;
  ended: boolean;
  result: Promise<Discovery | undefined>;
  listeners: Set<() => void>;
}

interface Asker {
  now: () => number;
  signal: AbortSignal;
  /** Is given the steps as soon as there are any, and again whenever they have changed. */
  onSteps: (steps: readonly StepView[]) => void;
}

/**
 * What servers said about signing in to them: found out once for all who ask at the same time, and believed for five
 * minutes. Failures are not kept. Whoever has a reason to doubt it forgets it: a 401, a failed attempt, other settings.
 */
export class Discoveries {
  readonly #kept = new Map<string, { discovery: Discovery | undefined; steps: StepView[]; until: number }>();
  readonly #flights = new Map<string, Flight>();

  /** `key` is the server with all that steers its discovery. One asker who gives up does not end it for the others. */
  async get(
    key: string,
    asker: Asker,
    run: (trace: Trace) => Promise<Discovery | undefined>,
  ): Promise<Discovery | undefined> {
    asker.signal.throwIfAborted();
    const kept = this.#kept.get(key);
    if (kept && asker.now() < kept.until) {
      asker.onSteps(kept.steps.map((step) => ({ ...step, facts: { ...step.facts, cached: true }, milliseconds: 0 })));
      return kept.discovery;
    }
    const flight = this.#flights.get(key) ?? this.#start(key, asker.now, run);
    return this.#wait(key, flight, asker);
  }

  /** Forgets what was found for keys that begin with this: a server, whatever its settings were. */
  forget(prefix: string): void {
    for (const key of this.#kept.keys()) if (key.startsWith(prefix)) this.#kept.delete(key);
    // Whoever waits is still answered; the answer is not kept.
    for (const key of this.#flights.keys()) if (key.startsWith(prefix)) this.#flights.delete(key);
  }

  #start(key: string, now: () => number, run: (trace: Trace) => Promise<Discovery | undefined>): Flight {
    const abort = new AbortController();
    const listeners = new Set<() => void>();
    const trace = new Trace(now, () => listeners.forEach((tell) => tell()), abort.signal);
    const flight: Flight = { trace, abort, askers: 0, ended: false, listeners, result: run(trace) };
    this.#flights.set(key, flight);
    flight.result.then(
      (discovery) => {
        if (this.#end(key, flight)) this.#keep(key, { discovery, steps: trace.steps, until: now() + lifetime });
      },
      () => this.#end(key, flight),
    );
    return flight;
  }

  /** Whether it was still the one that counts. */
  #end(key: string, flight: Flight): boolean {
    flight.ended = true;
    return this.#flights.get(key) === flight && this.#flights.delete(key);
  }

  #keep(key: string, entry: { discovery: Discovery | undefined; steps: StepView[]; until: number }): void {
    this.#kept.delete(key);
    this.#kept.set(key, entry);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
  }

  async #wait(key: string, flight: Flight, { signal, onSteps }: Asker): Promise<Discovery | undefined> {
    const tell = () => onSteps(flight.trace.steps);
    flight.askers++;
    flight.listeners.add(tell);
    tell();
    try {
      return await Promise.race([flight.result, whenAborted(signal)]);
    } finally {
      flight.listeners.delete(tell);
      // What goes on behind an answer, such as the end of a session that was opened for the question, is let be.
      if (--flight.askers === 0 && !flight.ended) {
        this.#end(key, flight);
        flight.abort.abort();
      }
    }
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}

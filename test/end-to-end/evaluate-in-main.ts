import type { ElectronApplication } from '@playwright/test';

type Evaluate = (pageFunction: unknown, argument?: unknown) => Promise<unknown>;

interface Call {
  source: string;
  argument: unknown;
  number: number;
}

/**
 * Makes `evaluate` return even if V8 drops the promise that the debugger waits for. V8 holds that promise weakly, so a
 * garbage collection between the call and the next microtasks ends the call with "Promise was collected", although the
 * function has run (https://github.com/microsoft/playwright/pull/42019). The function runs once in any case: the main
 * process keeps its result, and a lost one is read from there. `evaluateHandle` has no such repair, so it is refused.
 */
export function keepEvaluated(application: ElectronApplication): ElectronApplication {
  const evaluate = application.evaluate.bind(application) as Evaluate;
  let calls = 0;
  const evaluateOnce: Evaluate = async (pageFunction, argument) => {
    const number = ++calls;
    const call: Call = { source: `(${String(pageFunction)})`, argument, number };
    try {
      return await evaluate(runAndKeep, call);
    } catch (error) {
      if (!wasCollected(error)) throw error;
    }
    for (;;) {
      try {
        return await evaluate(readKept, number);
      } catch (error) {
        if (!wasCollected(error)) throw error;
      }
    }
  };
  const evaluateHandle = () => {
    throw new Error('The promise of a handle can be lost. Let the main process keep the value: see main-notes.ts.');
  };
  return Object.assign(application, { evaluate: evaluateOnce, evaluateHandle });
}

function wasCollected(error: unknown): boolean {
  return error instanceof Error && error.message.includes('promise was garbage collected');
}

function runAndKeep(electron: unknown, { source, argument, number }: Call): unknown {
  const scope = globalThis as { evaluated?: Map<number, unknown> };
  scope.evaluated ??= new Map();
  scope.evaluated.delete(number - 10);
  // Playwright sends a function as its source as well: this one is called inside the main process.
  // oxlint-disable-next-line no-eval
  const returned: unknown = (0, eval)(source)(electron, argument);
  scope.evaluated.set(number, returned);
  return returned;
}

function readKept(_electron: unknown, number: number): unknown {
  return (globalThis as unknown as { evaluated: Map<number, unknown> }).evaluated.get(number);
}

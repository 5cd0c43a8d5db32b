import type { ErrorCode, JsonObject, ToolResultView } from '../../src-preload/contract.ts';
import { errorView } from '../base/error-view.ts';
import type { CallContent, CallFacts, CallOutcome } from '../store/history/call.ts';
import { keptError, keptInput, keptResult } from './kept-content.ts';

export type BegunCall = Pick<CallFacts, 'owner' | 'serverId' | 'address' | 'tool'> & { input: JsonObject };
export type EndedCall = { result: ToolResultView } | { error: unknown };

/** The calls of the window that have not ended. */
export class CallsUnderWay {
  readonly #record: (facts: CallFacts, content: () => CallContent) => void;
  readonly #cuts = new Set<() => void>();

  constructor(record: (facts: CallFacts, content: () => CallContent) => void) {
    this.#record = record;
  }

  /** Returns what records the call as it has ended. */
  begin({ input, ...call }: BegunCall, now: () => number): (ended: EndedCall) => void {
    const startedAt = now();
    const record = (outcome: CallOutcome, errorCode: ErrorCode | null, result?: () => object) => {
      if (!this.#cuts.delete(cut)) return;
      const milliseconds = Math.max(now() - startedAt, 0);
      this.#record({ ...call, program: '', outcome, errorCode, startedAt, milliseconds }, () => ({
        input: JSON.stringify(keptInput(input)),
        ...(result && { result: JSON.stringify(result()) }),
      }));
    };
    const cut = () => record('cancelled', 'cancelled');
    this.#cuts.add(cut);
    return (ended) => {
      if ('result' in ended)
        return record(ended.result.isError ? 'failed' : 'done', null, () => keptResult(ended.result));
      const error = errorView(ended.error);
      record(error.code === 'cancelled' ? 'cancelled' : 'error', error.code, () => keptError(error));
    };
  }

  /** Records them as cancelled, because Keyfob ends. */
  cutAll(): void {
    for (const cut of this.#cuts) cut();
  }
}

import type { CallContent, CallFacts } from '../store/history/call.ts';

/** Makes the content of a call, which may take a while. */
export type PrepareContent = () => Promise<CallContent> | CallContent;

/** A call that is not written yet. */
export interface WaitingCall {
  facts: CallFacts;
  content: CallContent;
  /** Not begun yet. */
  prepare?: PrepareContent | undefined;
  /** Until it is settled, the content is not there yet. */
  preparing?: Promise<void> | undefined;
  isDropped?: boolean;
}

/** The maximum number of calls in memory while the disk fails; the oldest are dropped. */
const mostCalls = 10_000;

/** The maximum of all their content, in characters: what comes on top is written without content. */
const mostContent = 32_000_000;

const lengthOf = ({ input = '', result = '' }: CallContent): number => input.length + result.length;

/** Calls in the order in which they ended. */
export class WaitingCalls {
  readonly #calls: WaitingCall[] = [];
  #content = 0;

  get size(): number {
    return this.#calls.length;
  }

  /** `prepare` is called in a later turn of the event loop, so that the answer to the call is on its way before. */
  add(facts: CallFacts, prepare?: PrepareContent): void {
    const call: WaitingCall = { facts, content: {}, prepare };
    if (prepare) call.preparing = this.#prepareLater(call);
    this.#calls.push(call);
    if (this.#calls.length > mostCalls) this.drop(1);
  }

  /** Resolves once the content of all of them is there. */
  async prepared(): Promise<void> {
    await Promise.all(this.#calls.flatMap(({ preparing }) => preparing ?? []));
  }

  /** Prepares at once what can be, and gives up the content of the others. */
  prepareNow(): void {
    for (const call of this.#calls) {
      const content = this.#begin(call);
      if (content && !(content instanceof Promise)) this.#take(call, content);
      call.preparing = undefined;
    }
  }

  /** The first calls whose content is there, as many as have this number of characters. */
  first(most: number, longest: number): WaitingCall[] {
    let length = 0;
    const found: WaitingCall[] = [];
    for (const call of this.#calls) {
      length += lengthOf(call.content);
      if (call.preparing || found.length === most || (length > longest && found.length > 0)) break;
      found.push(call);
    }
    return found;
  }

  /** Forgets the first calls. */
  drop(count: number): void {
    for (const call of this.#calls.splice(0, count)) {
      this.#content -= lengthOf(call.content);
      call.isDropped = true;
    }
  }

  async #prepareLater(call: WaitingCall): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    try {
      const content = await this.#begin(call);
      if (content) this.#take(call, content);
    } catch {
      // The facts of the call are kept all the same.
    } finally {
      call.preparing = undefined;
    }
  }

  #begin(call: WaitingCall): Promise<CallContent> | CallContent | undefined {
    const { prepare } = call;
    call.prepare = undefined;
    return prepare?.();
  }

  #take(call: WaitingCall, content: CallContent): void {
    if (call.isDropped || this.#content + lengthOf(content) > mostContent) return;
    call.content = content;
    this.#content += lengthOf(content);
  }
}

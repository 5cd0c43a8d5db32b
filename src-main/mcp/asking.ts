import { AsyncLocalStorage } from 'node:async_hooks';
import type { ElicitRequest, ElicitResult } from '@modelcontextprotocol/client';
import type { JsonObject, QuestionAnswer } from '../../src-preload/contract.ts';
import { cleanText } from '../base/clean-text.ts';
import { slotKey, type Slot } from '../connections/slot.ts';
import { fitsForm } from './form-size.ts';
import { shownSchema } from './shown-schema.ts';

const longestMessage = 4000;

/** What a server asks the user, as it may be shown. */
export type Question =
  | { mode: 'form'; message: string; schema: JsonObject }
  /**
   * `waits`: the answer is sent after the user has said that they are done there. `elicitationId`: what the server
   * calls the question when it says the same.
   */
  | { mode: 'url'; message: string; url: string; waits: boolean; elicitationId?: string };

/** Puts a question to the user. Rejects with the reason of the signal. */
export type Ask = (question: Question, signal: AbortSignal) => Promise<QuestionAnswer>;

/**
 * Whom a server asks in the middle of a call (MCP, elicitation): the window that made the call. A question that comes
 * on the stream of its call finds it by the asynchronous context; one that comes on another stream is put to the newest
 * call of its session.
 */
export class Asking {
  readonly #current = new AsyncLocalStorage<Ask | undefined>();
  readonly #running = new Map<string, Ask[]>();

  /** Runs a call whose server may ask. */
  async during<T>(slot: Slot, ask: Ask | undefined, work: () => Promise<T>): Promise<T> {
    if (!ask) return this.#current.run(undefined, work);
    const key = slotKey(slot);
    this.#running.set(key, [...(this.#running.get(key) ?? []), ask]);
    try {
      return await this.#current.run(ask, work);
    } finally {
      const left = this.#running.get(key)?.filter((one) => one !== ask) ?? [];
      if (left.length > 0) this.#running.set(key, left);
      else this.#running.delete(key);
    }
  }

  /** Runs what outlives the call that causes it, such as opening a session. */
  outside<T>(work: () => T): T {
    return this.#current.run(undefined, work);
  }

  /** Answers a server. Where no window can be asked, the question counts as closed. */
  async answer(slot: Slot, request: ElicitRequest['params'], signal: AbortSignal, waits: boolean) {
    const ask = this.#current.getStore() ?? this.#running.get(slotKey(slot))?.at(-1);
    const question = questionOf(request, waits);
    if (!ask || !question) return { action: 'cancel' } satisfies ElicitResult;
    const answer = await ask(question, signal);
    return answer as ElicitResult;
  }
}

/** Undefined for a form that is too large to be shown. */
export function questionOf(request: ElicitRequest['params'], waits: boolean): Question | undefined {
  const message = cleanText(request.message, longestMessage);
  if (request.mode === 'url') {
    // As it is opened: a host with other letters than it seems to have is written out.
    const url = URL.canParse(request.url) ? new URL(request.url).href : cleanText(request.url, longestMessage);
    // Absent since revision 2026-07-28.
    const { elicitationId } = request as { elicitationId?: unknown };
    return { mode: 'url', message, url, waits, ...(typeof elicitationId === 'string' && { elicitationId }) };
  }
  const schema = request.requestedSchema as unknown as JsonObject;
  return fitsForm(schema) ? { mode: 'form', message, schema: shownSchema(schema) } : undefined;
}

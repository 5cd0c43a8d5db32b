import type { Json, JsonObject, ListProblem, UnusableTool } from '../../../src-preload/contract.ts';
import { isJsonObject } from '../is-json-object.ts';
import { usableTool } from './usable-tools.ts';

/** Where an answer that was taken is found again: a key in `_meta` that the library passes on. */
const ticketKey = 'keyfob/ticket';

interface TakenPage {
  unusable: UnusableTool[];
  problems: ListProblem[];
  /** Names of tools, with the schema that their output is promised to fit. */
  promised: [name: string, schema: Json][];
}

/**
 * The answers to the requests of one transport. Before the library checks an answer, this takes what the library would
 * refuse: from a page of tools the unusable ones, from a call the whole result. Each is given back for the ticket that
 * the library passes on in its place.
 */
export class Answers {
  /** By id: the methods of requests without an answer. */
  readonly #open = new Map<string, string>();
  readonly #results = new Map<number, Json>();
  readonly #pages = new Map<number, TakenPage>();
  #tickets = 0;

  /** Remembers what is sent, if it is a request. */
  sent(message: unknown): void {
    const { id, method } = message as { id?: string | number; method?: string };
    if (id !== undefined && method !== undefined) this.#open.set(String(id), method);
  }

  /** Whether this request has had no answer. */
  isOpen(id: string | number): boolean {
    return this.#open.has(String(id));
  }

  /** Forgets a request that will have no answer. */
  forget(id: string | number): void {
    this.#open.delete(String(id));
  }

  /** Changes a message of the server, in place, to one that the library accepts. */
  received(message: unknown): void {
    if (!isJsonObject(message as Json)) return;
    const response = message as JsonObject;
    const { id, result } = response;
    if (typeof id !== 'string' && typeof id !== 'number') return;
    const method = this.#open.get(String(id));
    if (method === undefined || 'method' in response) return;
    this.#open.delete(String(id));
    if (result === undefined) return;
    if (method === 'tools/call') response['result'] = this.#takeResult(result);
    if (method === 'tools/list' && isJsonObject(result)) response['result'] = this.#takePage(result);
  }

  #takeResult(result: Json): Json {
    // The library asks the user what the server wants to know, and calls again.
    if (isJsonObject(result) && result['resultType'] === 'input_required') return result;
    this.#tickets += 1;
    this.#results.set(this.#tickets, result);
    return { resultType: 'complete', content: [], _meta: { [ticketKey]: this.#tickets } };
  }

  #takePage(page: JsonObject): JsonObject {
    const { tools, nextCursor, _meta, ...rest } = page;
    if (tools !== null && !Array.isArray(tools)) return page;
    const checked = (tools ?? []).map(usableTool);
    const usable = checked.flatMap((one) => ('tool' in one ? [one.tool] : []));
    const unusable = checked.flatMap((one) => ('unusable' in one ? [one.unusable] : []));
    const promised = checked.flatMap((one): TakenPage['promised'] =>
      'tool' in one && one.outputSchema ? [[one.tool['name'] as string, one.outputSchema]] : [],
    );
    const hasCursor = typeof nextCursor === 'string';
    const problems: ListProblem[] =
      hasCursor || nextCursor === undefined || nextCursor === null ? [] : ['cursor_unusable'];
    this.#tickets += 1;
    this.#pages.set(this.#tickets, { unusable, problems, promised });
    return {
      ...rest,
      ...(rest['resultType'] === 'complete' && lifetimeOf(rest)),
      tools: usable,
      ...(hasCursor && { nextCursor }),
      _meta: { ...(isJsonObject(_meta) && _meta), [ticketKey]: this.#tickets },
    };
  }

  /** Gives back what the server returned for a call; the result itself if it was not taken. */
  resultFor(result: unknown): Json {
    const ticket = ticketOf(result);
    const taken = ticket === undefined ? undefined : this.#results.get(ticket);
    if (ticket !== undefined) this.#results.delete(ticket);
    return taken === undefined ? (result as Json) : taken;
  }

  /** Gives back what was taken from a page, and removes the ticket from it. */
  pageFor(page: object): TakenPage {
    const ticket = ticketOf(page);
    const taken = ticket === undefined ? undefined : this.#pages.get(ticket);
    if (ticket === undefined || !taken) return { unusable: [], problems: [], promised: [] };
    this.#pages.delete(ticket);
    delete (page as { _meta: JsonObject })._meta[ticketKey];
    return taken;
  }
}

/** Revision 2026-07-28 requires both; without them, a list is not kept. */
function lifetimeOf({ ttlMs, cacheScope }: JsonObject): JsonObject {
  return {
    ttlMs: Number.isInteger(ttlMs) && Number(ttlMs) >= 0 ? Number(ttlMs) : 0,
    cacheScope: cacheScope === 'public' ? 'public' : 'private',
  };
}

function ticketOf(result: unknown): number | undefined {
  const ticket = (result as { _meta?: Record<string, unknown> })._meta?.[ticketKey];
  return typeof ticket === 'number' ? ticket : undefined;
}

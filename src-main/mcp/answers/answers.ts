import type { Json, JsonObject, ListProblem, UnusableTool } from '../../../src-preload/contract.ts';
import { isJsonObject } from '../is-json-object.ts';
import { usableTool } from './usable-tools.ts';

/** More tools of one server are of no use, and each would be cleaned, stored and drawn. */
export const mostTools = 10_000;

/** Where an answer that was taken is found again: a key in `_meta` that the library passes on. */
const ticketKey = 'keyfob/ticket';

/**
 * The answers that are taken whole, each with what the library gets in its place. It requires the lifetimes in revision
 * 2026-07-28, and would refuse a whole list for one entry that does not fit.
 */
const inPlace: Record<string, JsonObject> = {
  'tools/call': { content: [] },
  'resources/list': { resources: [], ttlMs: 0, cacheScope: 'private' },
  'resources/templates/list': { resourceTemplates: [], ttlMs: 0, cacheScope: 'private' },
  'resources/read': { contents: [], ttlMs: 0, cacheScope: 'private' },
  'prompts/list': { prompts: [], ttlMs: 0, cacheScope: 'private' },
  'prompts/get': { messages: [] },
  'completion/complete': { completion: { values: [] } },
};

interface TakenPage {
  unusable: UnusableTool[];
  problems: ListProblem[];
  /** Names of tools, with the schema that their output is promised to fit. */
  promised: [name: string, schema: Json][];
}

/**
 * The answers to the requests of one transport. Before the library checks an answer, this takes what the library would
 * refuse: from a page of tools the unusable ones, of a call and of what is no tool the whole result. Each is given back
 * for the ticket that the library passes on in its place.
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
    if (Object.hasOwn(inPlace, method)) response['result'] = this.#takeResult(result, inPlace[method]);
    if (method === 'tools/list' && isJsonObject(result)) response['result'] = this.#takePage(result);
  }

  #takeResult(result: Json, instead: JsonObject | undefined): Json {
    // The library asks the user what the server wants to know, and calls again.
    if (isJsonObject(result) && result['resultType'] === 'input_required') return result;
    this.#tickets += 1;
    this.#results.set(this.#tickets, result);
    return { resultType: 'complete', ...instead, _meta: { [ticketKey]: this.#tickets } };
  }

  #takePage(page: JsonObject): JsonObject {
    const { tools, nextCursor, _meta, ...rest } = page;
    if (tools !== null && !Array.isArray(tools)) return page;
    const { usable, unusable, promised } = readTools(tools ?? []);
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

/**
 * Checks the tools of a page, until there are more than a list may have: the library would parse all of them, and a
 * page with 100,000 tools would keep the main process busy.
 */
function readTools(tools: Json[]): { usable: JsonObject[] } & Pick<TakenPage, 'unusable' | 'promised'> {
  const usable: JsonObject[] = [];
  const unusable: UnusableTool[] = [];
  const promised: TakenPage['promised'] = [];
  const names = new Set<string>();
  for (const entry of tools) {
    const checked = usableTool(entry);
    if ('unusable' in checked) {
      unusable.push(checked.unusable);
      continue;
    }
    const name = checked.tool['name'] as string;
    usable.push(checked.tool);
    if (checked.outputSchema) promised.push([name, checked.outputSchema]);
    if (names.add(name).size > mostTools) break;
  }
  return { usable, unusable, promised };
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

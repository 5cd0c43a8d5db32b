import type { Json, JsonObject, ListProblem } from '../../src-preload/contract.ts';
import { isFault } from '../base/fault.ts';
import { isJsonObject } from './is-json-object.ts';
import type { ListingClient } from './listing-client.ts';

/** More entries of one server are of no use, and each would be cleaned and drawn. */
const mostEntries = 10_000;
/** A list with more pages than this does not end. */
const mostPages = 250;

interface Entries {
  entries: JsonObject[];
  /** How many entries are no objects. */
  leftOut: number;
  problem?: ListProblem;
  isCut: boolean;
}

/**
 * Reads every page of a list that is no list of tools: the entries at `key` of each answer. One bad entry or later page
 * does not cost the list; a first page that does not arrive is thrown.
 */
export async function listEntries(client: ListingClient, method: string, key: string): Promise<Entries> {
  const entries: JsonObject[] = [];
  const cursors = new Set<string>();
  let leftOut = 0;
  let cursor: string | undefined;
  const ended = (problem?: ListProblem, isCut = false) => ({ entries, leftOut, isCut, ...(problem && { problem }) });
  for (let pages = 0; pages < mostPages; pages++) {
    let page: Json;
    try {
      page = await client.askWhole(method, cursor === undefined ? {} : { cursor });
    } catch (error) {
      if (pages === 0 || isFault(error)) throw error;
      return ended('page_unreadable');
    }
    const found = isJsonObject(page) ? page[key] : undefined;
    if (!isJsonObject(page) || (found !== undefined && found !== null && !Array.isArray(found)))
      return ended('page_unreadable');
    for (const entry of Array.isArray(found) ? found : []) {
      if (!isJsonObject(entry)) leftOut += 1;
      else if (entries.length === mostEntries) return ended(undefined, true);
      else entries.push(entry);
    }
    const { nextCursor } = page;
    if (nextCursor === undefined || nextCursor === null) return ended();
    if (typeof nextCursor !== 'string') return ended('cursor_unusable');
    if (cursors.has(nextCursor)) return ended('cursor_repeated');
    cursors.add(nextCursor);
    cursor = nextCursor;
  }
  return ended('pages_endless');
}

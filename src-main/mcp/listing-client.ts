import { Client } from '@modelcontextprotocol/client';

/** How long a prefetched list may be used, in milliseconds. */
const newFor = 1000;

/** More tools are of no use, and each would be cleaned, stored and drawn. */
const mostTools = 10_000;

type ListArguments = Parameters<Client['listTools']>;
type List = Awaited<ReturnType<Client['listTools']>>;

/** A client that can list tools in advance: the next caller gets that list, once. */
export class ListingClient extends Client {
  #ahead: { list: List; until: number } | undefined;

  /** The number of tools before the page of each cursor. */
  readonly #before = new Map<string, number>();
  /** Whether the newest list contains only the first of the server's tools. */
  isCut = false;

  /** Ends a list of tools at the maximum; the library would follow every next page. */
  override async request(...given: never[]): Promise<never> {
    const [asked] = given as unknown as [{ method: string; params?: { cursor?: string } }];
    const result: unknown = await super.request(...(given as unknown as [never, never]));
    if (asked.method === 'tools/list') this.#cut(result as List, asked.params?.cursor);
    return result as never;
  }

  #cut(page: List, cursor: string | undefined): void {
    const before = (cursor !== undefined && this.#before.get(cursor)) || 0;
    if (cursor !== undefined) this.#before.delete(cursor);
    const room = mostTools - before;
    this.isCut = page.tools.length > room || (page.tools.length === room && page.nextCursor !== undefined);
    if (this.isCut) {
      page.tools = page.tools.slice(0, room);
      delete page.nextCursor;
    }
    if (page.nextCursor !== undefined) this.#before.set(page.nextCursor, before + page.tools.length);
  }

  async listAhead(): Promise<void> {
    const list = await super.listTools();
    this.#ahead = { list, until: performance.now() + newFor };
  }

  override async listTools(...asked: ListArguments): Promise<List> {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    return ahead && asked.length === 0 && performance.now() < ahead.until ? ahead.list : super.listTools(...asked);
  }

  /** Asks the server and bypasses the library's cache. */
  async listToolsAnew(): Promise<List> {
    return this.listTools(undefined, { cacheMode: 'refresh' });
  }
}

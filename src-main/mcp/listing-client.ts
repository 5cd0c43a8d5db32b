import { Client } from '@modelcontextprotocol/client';

/** How long a list that nobody asked for yet is new, in milliseconds. */
const newFor = 1000;

/** More are of use to no one, and each of them would be cleaned, kept and drawn. */
const mostTools = 10_000;

type ListArguments = Parameters<Client['listTools']>;
type List = Awaited<ReturnType<Client['listTools']>>;

/** A client whose tools may be listed before anyone asks: who asks right after that is given this list, once. */
export class ListingClient extends Client {
  #ahead: { list: List; until: number } | undefined;

  /** How many tools were listed before the page of this cursor. */
  readonly #before = new Map<string, number>();
  /** Whether the newest list is only the beginning of what the server names. */
  isCut = false;

  /** Ends a list of tools where it has as many as are taken; the library goes on for as long as there is another page. */
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

  /** From the server itself, whatever is still taken for new. */
  async listToolsAnew(): Promise<List> {
    return this.listTools(undefined, { cacheMode: 'refresh' });
  }
}

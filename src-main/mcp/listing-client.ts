import { Client } from '@modelcontextprotocol/client';

/** How long a list that nobody asked for yet is new, in milliseconds. */
const newFor = 1000;

type ListArguments = Parameters<Client['listTools']>;
type List = Awaited<ReturnType<Client['listTools']>>;

/** A client whose tools may be listed before anyone asks: who asks right after that is given this list, once. */
export class ListingClient extends Client {
  #ahead: { list: List; until: number } | undefined;

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

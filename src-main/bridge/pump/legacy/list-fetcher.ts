import { allListKinds, listKinds, type ListKind } from '../../lists/list-kinds.ts';
import { fetchList, ListRefused } from '../requests/fetch-list.ts';
import type { Link } from '../requests/link.ts';
import { seeTools } from '../requests/shown-tools.ts';
import { methodNotFound } from '../requests/refusals.ts';
import type { LegacySession } from './legacy-session.ts';

/** Gets the lists of one session from the server, each once at a time, and keeps them for the next. */
export class ListFetcher {
  readonly #link: Link;
  readonly #session: LegacySession;
  readonly #fetching = new Map<ListKind, Promise<string>>();
  /** What the server says has changed since it was listed. */
  readonly #stale = new Set<ListKind>();

  constructor(link: Link, session: LegacySession) {
    this.#link = link;
    this.#session = session;
  }

  isStale(kind: ListKind): boolean {
    return this.#stale.has(kind);
  }

  markStale(kinds: readonly ListKind[] = allListKinds): void {
    for (const kind of kinds) this.#stale.add(kind);
  }

  /** What is cached for the agent; undefined where nothing is signed in, too. */
  cached(kind: ListKind): string | undefined {
    return this.#session.listed(kind);
  }

  /** A list with all pages; empty where the server has none. Throws what the session throws, and `ListRefused`. */
  fetch(kind: ListKind): Promise<string> {
    const running = this.#fetching.get(kind);
    if (running) return running;
    const fetching = this.#fetchNow(kind).finally(() => this.#fetching.delete(kind));
    this.#fetching.set(kind, fetching);
    return fetching;
  }

  async #fetchNow(kind: ListKind): Promise<string> {
    const session = this.#session;
    const { lists } = this.#link.bridge;
    const key = session.key();
    const { method, capability } = listKinds[kind];
    const capabilities = await session.open();
    this.#stale.delete(kind);
    const empty = JSON.stringify({ [kind]: [] });
    const ask = (params: Record<string, unknown>) => session.ask(method, params);
    const text =
      capabilities[capability] === undefined
        ? empty
        : await fetchList(kind, ask).catch((error: unknown) => {
            if (error instanceof ListRefused && error.code === methodNotFound) return empty;
            this.#stale.add(kind);
            throw error;
          });
    if (kind === 'tools') seeTools(this.#link, text, true);
    if (session.hasCalled || !key || key.id !== session.key()?.id) return text;
    const before = lists.get(key) ?? { lists: {} };
    lists.save(key, { ...before, lists: { ...before.lists, [kind]: text } });
    return text;
  }
}

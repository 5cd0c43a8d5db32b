import { allListKinds, listKinds, type ListKind } from '../../lists/list-kinds.ts';
import type { AgentRequest } from '../agent/agent-request.ts';
import { pausedBy } from '../requests/forward.ts';
import type { Need } from '../requests/gate.ts';
import type { LegacySession } from './legacy-session.ts';
import { ListFetcher } from './list-fetcher.ts';
import type { Link } from '../requests/link.ts';
import { ownMessage } from '../../upstream/wire/messages.ts';
import { ownList } from '../requests/own-answers.ts';
import { needsSignIn } from '../requests/refusals.ts';
import { shownTools } from '../requests/shown-tools.ts';
import { within } from '../requests/within.ts';

/**
 * The lists of one agent up to revision 2025-11-25. They are answered whatever happens, because an error on a list
 * loses the server in several agents: from the cache at once, else by the server, else with a tool of Keyfob's own. The
 * agent is told when a list has become another than it got.
 */
export class LegacyLists {
  readonly #link: Link;
  readonly #session: LegacySession;
  /** What the agent got, by kind. */
  readonly #served = new Map<ListKind, string>();
  /** Which of it is Keyfob's own, until the server's is there. */
  readonly #owed = new Set<ListKind>();
  /** Whether the agent has listed anything, so that it can be told of changes. */
  hasServed = false;
  readonly #fetcher: ListFetcher;
  #stopWatching: () => void = () => undefined;
  #watched: string | undefined;
  #recovering: Promise<void> | undefined;
  #isAwaitingUnlock = false;

  constructor(link: Link, session: LegacySession) {
    this.#link = link;
    this.#session = session;
    this.#fetcher = new ListFetcher(link, session);
    this.#watch();
  }

  async answer(request: AgentRequest, kind: ListKind): Promise<void> {
    const { gate, settings } = this.#link;
    this.#served.delete(kind);
    this.hasServed = true;
    const isLocked = gate.need() === 'unlock';
    if (isLocked) this.#awaitUnlock();
    if (!gate.isAllowed()) {
      if (!isLocked) await this.#awaitDecision();
      if (!gate.isAllowed()) return this.#serveOwn(request, kind, isLocked ? 'unlock' : 'access');
    }
    const cached = this.#fetcher.cached(kind);
    const isLive = this.#session.hasCalled;
    if (cached !== undefined && !this.#fetcher.isStale(kind) && !isLive) {
      await this.#serve(request, kind, cached);
      void this.verify();
      return undefined;
    }
    let need = gate.need();
    if (!need && !pausedBy(this.#link)) {
      try {
        const fetched = await within(this.#fetcher.fetch(kind), settings.listWait);
        if (fetched !== undefined) return await this.#serve(request, kind, fetched, isLive);
      } catch (error) {
        this.#link.bridge.context.log.info('a server did not list', { error });
        if (needsSignIn(error)) need = 'sign_in';
      }
    }
    return cached === undefined ? this.#serveOwn(request, kind, need) : this.#serve(request, kind, cached);
  }

  /** Lists everything behind the agent's back, at most once a minute for each entry of the cache. */
  async verify(): Promise<void> {
    const key = this.#session.key();
    if (!key || this.#session.hasCalled || this.#link.gate.need() || pausedBy(this.#link)) return;
    if (this.#link.bridge.lists.mayVerify(key)) await this.#quietly(() => this.refresh());
  }

  /** Lists everything. Throws what `LegacySession.open` and the server's lists throw. */
  async refresh(): Promise<void> {
    for (const kind of allListKinds) {
      const text = await this.#fetcher.fetch(kind);
      if (this.#owed.has(kind) && this.#served.get(kind) !== text) this.#tell([kind]);
      this.#owed.delete(kind);
    }
  }

  /** Throws as `refresh`. */
  fetchTools(): Promise<unknown> {
    return this.#fetcher.fetch('tools');
  }

  /** Lists again if the agent got less than there is, and what was missing may be there now. */
  async recover(): Promise<void> {
    if (this.#owed.size === 0 || this.#link.gate.need() || pausedBy(this.#link)) return;
    this.#recovering ??= this.#quietly(() => this.refresh()).finally(() => {
      this.#recovering = undefined;
    });
    await this.#recovering;
  }

  /** Asks the server at the agent's next list. Does not tell the agent. */
  markStale(kinds?: readonly ListKind[]): void {
    this.#fetcher.markStale(kinds);
  }

  /** Starts over with the lists of another account, or of none. */
  followAccount(): void {
    this.#watch();
    this.markStale();
    for (const kind of this.#served.keys()) this.#owed.add(kind);
    if (this.#link.gate.need()) this.#tell([...this.#served.keys()]);
    else void this.recover();
  }

  /** Tells the agent which lists it got before and are others now; only once it may be told anything. */
  compare(): void {
    const key = this.#session.key();
    const lists = key && this.#link.bridge.lists.get(key)?.lists;
    if (!lists || !this.#session.isInitialized) return;
    const changed = [...this.#served].flatMap(([kind, text]) => {
      const now = lists[kind];
      return now === undefined || now === text || this.#owed.has(kind) ? [] : [kind];
    });
    this.#tell(changed);
  }

  /** Tells an agent that listed tools on an earlier connection to list them again. */
  tellOfTools(): void {
    this.hasServed = true;
    this.#tell(['tools']);
  }

  tellAll(): void {
    this.#tell([...this.#served.keys()]);
  }

  stop(): void {
    this.#stopWatching();
  }

  #tell(kinds: readonly ListKind[]): void {
    if (!this.#session.isInitialized) return;
    for (const kind of kinds) this.#served.delete(kind);
    for (const method of new Set(kinds.map((kind) => listKinds[kind].changed)))
      void this.#link.agent.write(ownMessage({ method }).text);
  }

  async #serve(request: AgentRequest, kind: ListKind, text: string, isLive = false): Promise<void> {
    this.#owed.delete(kind);
    if (kind === 'tools') this.#link.agent.hasStatusTool = false;
    // What a session lists after a call is compared with nothing: the cache has what was before.
    if (!isLive) this.#served.set(kind, text);
    await this.#link.agent.answer(request, kind === 'tools' ? shownTools(this.#link, text) : text);
    this.compare();
  }

  async #serveOwn(request: AgentRequest, kind: ListKind, need: Need | undefined): Promise<void> {
    const text = ownList(this.#link, kind, need, {});
    this.#owed.add(kind);
    this.#served.set(kind, text);
    await this.#link.agent.answer(request, text);
    // What was missing may have come while this was decided.
    void this.recover();
  }

  async #awaitDecision(): Promise<void> {
    const { gate, settings } = this.#link;
    const asking = this.#quietly(async () => {
      await gate.ask();
      void this.recover();
    });
    await within(asking, settings.decisionWait);
  }

  #awaitUnlock(): void {
    const { bridge, agent } = this.#link;
    if (this.#isAwaitingUnlock) return;
    this.#isAwaitingUnlock = true;
    void this.#quietly(async () => {
      await bridge.attention.unlocked(agent.signal);
      this.#isAwaitingUnlock = false;
      await this.recover();
    });
  }

  async #quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#link.agent.signal.aborted) this.#link.bridge.context.log.info('a list was not refreshed', { error });
    }
  }

  #onChange(): void {
    this.compare();
    void this.recover();
  }

  #watch(): void {
    const key = this.#session.key();
    if (key?.id === this.#watched) return;
    this.#stopWatching();
    this.#watched = key?.id;
    this.#stopWatching = key ? this.#link.bridge.lists.watch(key, () => this.#onChange()) : () => undefined;
  }
}

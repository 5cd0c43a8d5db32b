import { createHash } from 'node:crypto';
import type { ToolChange } from '../../../src-preload/contract/program.ts';
import type { Context, DomainEvent } from '../../connections/context.ts';
import { slotKey, type Slot } from '../../connections/slot.ts';
import type { ListCacheKey } from '../../store/list-cache.ts';
import { accountOf } from '../slot-account.ts';
import { isReading, listedTool, type ListedTool } from './tool-definition.ts';
import type { KnownTool } from './tool-scope.ts';

interface Looked {
  account: string | undefined;
  approved: Map<string, ListedTool & { isReading: boolean }>;
  /** What is new or another one since, and waits for the user. */
  waiting: Map<string, ListedTool>;
  /** The first list is still coming, in pages. */
  isFirst: boolean;
}

/** Marks the rows of the list cache that are of no client, and are not swept with those of clients. */
const lookedAt = 'looked at';

interface LookedAtOptions {
  context: Pick<Context, 'store' | 'now' | 'log'>;
  /** Called where more tools of a sign-in wait than before. */
  onWaiting: (slot: Slot) => void;
}

/**
 * The tools of each sign-in as the user let programs see them: what the server listed first, and what they have looked
 * at since. A server could otherwise change what a tool says or does after it was allowed.
 */
export class LookedAtTools {
  readonly #options: LookedAtOptions;
  readonly #kept = new Map<string, Looked>();
  /** The sign-ins of which nothing is stored, so that not every call looks for it. */
  readonly #unstored = new Set<string>();

  constructor(options: LookedAtOptions) {
    this.#options = options;
  }

  /**
   * Compares what a server lists now with what was looked at. `isLast`: no page comes after this one. Call it with what
   * the server itself said, before a program gets it.
   */
  see(slot: Slot, tools: readonly unknown[], isLast: boolean): void {
    const looked = this.#of(slot) ?? this.#first(slot);
    const listed = tools.flatMap((tool) => listedTool(tool) ?? []);
    const before = new Set([...looked.waiting.values()].map(({ hash }) => hash));
    for (const tool of listed) {
      const known = looked.approved.get(tool.name);
      if (known?.hash === tool.hash) looked.waiting.delete(tool.name);
      else if (looked.isFirst) looked.approved.set(tool.name, { ...tool, isReading: isReading(tool) });
      else looked.waiting.set(tool.name, tool);
    }
    const wasFirst = looked.isFirst;
    if (isLast) looked.isFirst = false;
    this.#kept.set(slotKey(slot), looked);
    this.#unstored.delete(slotKey(slot));
    if (wasFirst && isLast) this.#save(slot, looked);
    if ([...looked.waiting.values()].some(({ hash }) => !before.has(hash))) this.#options.onWaiting(slot);
  }

  get(slot: Slot, name: string): KnownTool {
    const looked = this.#of(slot);
    const approved = looked?.approved.get(name);
    if (looked?.waiting.has(name)) return { state: approved ? 'changed' : 'new', isReading: false };
    if (approved) return { state: 'approved', isReading: approved.isReading };
    return { state: !looked || looked.isFirst ? 'unlisted' : 'unknown', isReading: false };
  }

  /** Whether every tool that is listed was looked at. */
  isAll(slot: Slot): boolean {
    return (this.#of(slot)?.waiting.size ?? 0) === 0;
  }

  /** All that were listed, by name. */
  list(slot: Slot): { tool: ListedTool; state: KnownTool['state'] }[] {
    const { approved, waiting } = this.#of(slot) ?? { approved: new Map<string, ListedTool>(), waiting: new Map() };
    const all = new Map<string, ListedTool>([...approved, ...waiting]);
    return [...all].map(([name, tool]) => ({ tool, state: this.get(slot, name).state }));
  }

  changes(slot: Slot): ToolChange[] {
    const looked = this.#of(slot);
    return [...(looked?.waiting.values() ?? [])].map(({ name, hash, definition }) => {
      const before = looked?.approved.get(name)?.definition ?? null;
      return { name, hash, kind: before === null ? 'new' : 'changed', before, after: definition };
    });
  }

  /** Lets programs have these tools as they were shown. Returns whether that changed anything. */
  approve(slot: Slot, tools: readonly { name: string; hash: string }[]): boolean {
    const looked = this.#of(slot);
    if (!looked) return false;
    let isChange = false;
    for (const { name, hash } of tools) {
      const waiting = looked.waiting.get(name);
      // Changed again since it was shown.
      if (waiting?.hash !== hash) continue;
      looked.waiting.delete(name);
      looked.approved.set(name, { ...waiting, isReading: isReading(waiting) });
      isChange = true;
    }
    if (isChange) this.#save(slot, looked);
    return isChange;
  }

  /** Begins again where a server has other settings, or a sign-in another account. */
  follow(event: DomainEvent): void {
    this.#unstored.clear();
    if (event.type === 'tokens_changed') {
      const key = slotKey(event.slot);
      const account = accountOf(this.#options.context, event.slot);
      if (this.#kept.get(key)?.account !== account) this.#kept.delete(key);
    } else if (event.type === 'server_reconfigured' || event.type === 'server_removed') this.#kept.clear();
  }

  #first(slot: Slot): Looked {
    const account = accountOf(this.#options.context, slot);
    return { account, approved: new Map(), waiting: new Map(), isFirst: true };
  }

  #of(slot: Slot): Looked | undefined {
    const known = this.#kept.get(slotKey(slot));
    if (known) return known;
    if (this.#unstored.has(slotKey(slot))) return undefined;
    const looked = this.#read(slot);
    if (looked) this.#kept.set(slotKey(slot), looked);
    return looked;
  }

  #read(slot: Slot): Looked | undefined {
    const key = this.#key(slot);
    if (!key) return undefined;
    const { store, log } = this.#options.context;
    try {
      const stored = store.listCache.get(key.id);
      if (!stored) {
        this.#unstored.add(slotKey(slot));
        return undefined;
      }
      const tools = JSON.parse(stored.reveal()) as ListedTool[];
      const approved = new Map(tools.map((tool) => [tool.name, { ...tool, isReading: isReading(tool) }]));
      return { account: key.account, approved, waiting: new Map(), isFirst: false };
    } catch (error) {
      log.info('the tools that were looked at did not open', { error });
      return undefined;
    }
  }

  #save(slot: Slot, { approved }: Looked): void {
    const key = this.#key(slot);
    if (!key) return;
    const { store, log, now } = this.#options.context;
    try {
      const tools = [...approved.values()].map(({ name, hash, definition }) => ({ name, hash, definition }));
      store.listCache.save(key, JSON.stringify(tools), now());
    } catch (error) {
      log.info('the tools that were looked at were not stored', { error });
    }
  }

  #key(slot: Slot): ListCacheKey | undefined {
    const { context } = this.#options;
    const { workspaceId, serverId, profileId } = slot;
    const server = context.store.servers.get(workspaceId, serverId);
    const account = accountOf(context, slot);
    if (!server || account === undefined) return undefined;
    const facts = JSON.stringify([lookedAt, slotKey(slot), server.url, account]);
    return { id: createHash('sha256').update(facts).digest('hex'), serverId, profileId, account, client: lookedAt };
  }
}

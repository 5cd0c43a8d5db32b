import type { Slot } from '../../../connections/slot.ts';
import type { Server } from '../../../store/servers.ts';
import type { Decision } from '../../access/access.ts';
import type { Caller } from '../../caller/find-caller.ts';
import type { BridgeParts } from '../bridge-parts.ts';

/** What a request waits for, in the order in which it is met: all but the first two by the user. */
export type Need = 'gone' | 'off' | 'unlock' | 'access' | 'sign_in';

/** What must be before anything of one program goes to one server. */
export class Gate {
  readonly #bridge: Pick<BridgeParts, 'context' | 'access' | 'attention'>;
  readonly #caller: Caller;
  readonly #slot: Slot;
  readonly #signal: AbortSignal;
  /** A decision that counts for this connection, though perhaps for no other. */
  #isAllowed = false;
  #asking: Promise<Decision> | undefined;

  constructor(bridge: BridgeParts, caller: Caller, slot: Slot, signal: AbortSignal) {
    this.#bridge = bridge;
    this.#caller = caller;
    this.#slot = slot;
    this.#signal = signal;
  }

  /** As it is stored now; undefined if it was removed. */
  server(): Server | undefined {
    return this.#bridge.context.store.servers.get(this.#slot.workspaceId, this.#slot.serverId);
  }

  need(): Need | undefined {
    const server = this.server();
    if (!server) return 'gone';
    if (!server.enabled) return 'off';
    if (this.#bridge.attention.isLocked()) return 'unlock';
    if (!this.isAllowed()) return 'access';
    return this.#lacksSignIn(server) ? 'sign_in' : undefined;
  }

  isAllowed(): boolean {
    return this.#isAllowed || this.#bridge.access.isAllowed(this.#caller, this.#slot);
  }

  maySeeNames(): boolean {
    return !this.#bridge.attention.isLocked() && this.isAllowed();
  }

  /** Asks the user. All that ask on this connection share one question, which outlives the connection. */
  ask(): Promise<Decision> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #ask(): Promise<Decision> {
    const decision = await this.#bridge.access.ask(this.#caller, this.#slot, this.#signal);
    if (decision === 'allowed') this.#isAllowed = true;
    return decision;
  }

  #lacksSignIn({ requiresSignIn }: Server): boolean {
    if (requiresSignIn === false) return false;
    const { store, now } = this.#bridge.context;
    const facts = store.tokenSets.facts(this.#slot.serverId, this.#slot.profileId);
    // A server that was not asked yet may need none.
    if (!facts) return requiresSignIn === true;
    return facts.endedAt !== undefined || (!facts.renewable && (facts.expiresAt ?? Infinity) <= now());
  }
}

import type { GrantEnd, GrantUntil, ToolScope } from '../../../../src-preload/contract/program.ts';
import type { Context } from '../../../connections/context.ts';
import { slotKey, type Slot } from '../../../connections/slot.ts';
import type { GrantSlot } from '../../../store/program-grants.ts';
import type { Caller } from '../../caller/find-caller.ts';
import { programKey } from '../../caller/program-key.ts';
import { Once } from './once.ts';
import { UntilLock } from './until-lock.ts';

/** What is decided about a program and a sign-in. */
export interface Grant {
  answer: 'allowed' | 'never';
  until: GrantUntil;
  tools: ToolScope;
}

/** In milliseconds: how long a permission for good lasts that no program uses. */
const unusedFor = 90 * 86_400_000;
/** In milliseconds: how long the record of an ended one is kept. */
const recordedFor = 90 * 86_400_000;

/**
 * The permissions of programs: for one connection and until the lock in memory, for good in the store, by the program's
 * pattern. Of several, the narrowest in time counts, because it was given last.
 */
export class Grants {
  readonly untilLock: UntilLock;
  readonly #context: Pick<Context, 'store' | 'now'>;
  readonly #once = new Once();

  constructor(context: Pick<Context, 'store' | 'now'>) {
    this.#context = context;
    this.untilLock = new UntilLock(context.store, context.now);
  }

  find(caller: Caller, slot: Slot): Grant | undefined {
    const once = this.#once.get(caller, slotKey(slot));
    if (once) return { answer: 'allowed', until: 'connection', tools: once };
    if (!caller.pattern) return undefined;
    const pattern = programKey(caller);
    const locked = this.untilLock.get(pattern, slot);
    if (locked) return { answer: 'allowed', until: 'lock', tools: locked.tools };
    const { serverId, profileId } = slot;
    const kept = this.#context.store.programGrants.get({ pattern, serverId, profileId });
    return kept && { answer: kept.answer === 'always' ? 'allowed' : 'never', until: 'revoked', tools: kept.tools };
  }

  giveOnce(caller: Caller, slot: Slot, tools: ToolScope): void {
    this.#once.give(caller, slotKey(slot), tools);
  }

  giveUntilLock(caller: Caller, slot: Slot, tools: ToolScope): void {
    const decidedAt = this.#context.now();
    const pattern = programKey(caller);
    this.untilLock.give({ programId: this.#see(caller), pattern, slot, tools, decidedAt, lastUsed: null });
  }

  /** Returns the id of the program. */
  keep(caller: Caller, slot: Slot, answer: 'always' | 'never', tools: ToolScope): string {
    const { store, now } = this.#context;
    const { workspaceId, serverId, profileId } = slot;
    const grantedBy = profileId ?? store.profiles.lastUsedOf(workspaceId)?.id ?? null;
    return store.transaction(() => {
      const programId = this.#see(caller);
      store.programGrants.save({ programId, serverId, profileId, answer, tools, grantedBy, now: now() });
      return programId;
    });
  }

  /** Asks no more about a tool of a program, as long as its permission lasts. */
  allowTool(caller: Caller, slot: Slot, tool: string): void {
    const grant = this.find(caller, slot);
    if (grant?.answer !== 'allowed' || grant.tools.allowed.includes(tool)) return;
    const tools = { ...grant.tools, allowed: [...grant.tools.allowed, tool] };
    if (grant.until === 'connection') return this.giveOnce(caller, slot, tools);
    const programId = this.#see(caller);
    this.setTools({ programId, serverId: slot.serverId, profileId: slot.profileId }, tools);
  }

  /** Returns whether there is such a permission. */
  setTools(grant: GrantSlot & { programId: string }, tools: ToolScope): boolean {
    const locked = this.#lockedOf(grant);
    if (locked) locked.tools = tools;
    return this.#context.store.programGrants.setTools({ ...grant, tools }) || locked !== undefined;
  }

  /** Ends what is decided about a program and a sign-in, a refusal too. Returns whether there was anything. */
  end(grant: GrantSlot & { programId: string }, why: GrantEnd): boolean {
    const { store, now } = this.#context;
    const locked = this.#lockedOf(grant);
    if (locked) this.untilLock.end((one) => one === locked, why);
    this.#once.end(slotKey({ ...grant, workspaceId: '' }), store.programs.patternOf(grant.programId));
    return store.programGrants.end({ ...grant, why, now: now() }) || locked !== undefined;
  }

  /** Ends what every program may do with a sign-in. */
  endOfSlot(slot: Slot, why: GrantEnd): void {
    const { store, now } = this.#context;
    const { serverId, profileId } = slot;
    this.untilLock.end((one) => slotKey(one.slot) === slotKey(slot), why);
    this.#once.end(slotKey(slot));
    store.programGrants.endOfSlot({ serverId, profileId, why, now: now() });
  }

  /** Ends what every program may do with a server, with any sign-in. */
  endOfServer({ workspaceId, serverId }: Pick<Slot, 'workspaceId' | 'serverId'>, why: GrantEnd): void {
    const { store, now } = this.#context;
    this.untilLock.end(({ slot }) => slot.serverId === serverId, why);
    for (const profileId of [null, ...store.profiles.list(workspaceId).map(({ id }) => id)])
      this.#once.end(slotKey({ workspaceId, serverId, profileId }));
    store.programGrants.endOfServer({ serverId, why, now: now() });
  }

  /** Ends permissions for good that no program has used for 90 days, and forgets what ended that long ago. */
  endUnused(): boolean {
    const { store, now } = this.#context;
    store.endedGrants.sweep(now() - recordedFor);
    return store.programGrants.endUnused({ before: now() - unusedFor, why: 'unused', now: now() });
  }

  /** Notes that a permission was used now. */
  use(caller: Caller, slot: Slot): void {
    const { store, now } = this.#context;
    const pattern = programKey(caller);
    const { serverId, profileId } = slot;
    const locked = this.untilLock.get(pattern, slot);
    if (locked) locked.lastUsed = now();
    store.programGrants.use({ pattern, serverId, profileId, now: now() });
  }

  #lockedOf({ programId, ...slot }: GrantSlot & { programId: string }) {
    return this.untilLock
      .list()
      .find((one) => one.programId === programId && slotKey(one.slot) === slotKey({ ...slot, workspaceId: '' }));
  }

  #see(caller: Caller): string {
    const { store, now } = this.#context;
    const { name, path = '' } = caller;
    return store.programs.see({ name, path, pattern: programKey(caller) }, now());
  }
}

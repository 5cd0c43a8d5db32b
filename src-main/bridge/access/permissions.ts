import { whenAborted } from '../../base/when-aborted.ts';
import type { Context, DomainEvent } from '../../connections/context.ts';
import { slotKey, type Slot } from '../../connections/slot.ts';
import type { Caller } from '../caller/find-caller.ts';
import { programKey } from '../caller/program-key.ts';
import type { Access, Decision } from './access.ts';
import { ConnectionNotes, Once } from './once.ts';
import { Pause } from './pause.ts';
import { Questions, type Answer } from './questions.ts';

/** What a question is about. */
export interface Asked {
  caller: Caller;
  slot: Slot;
}

interface PermissionOptions {
  context: Pick<Context, 'store' | 'now'>;
  /** Whether a question can be shown at all. */
  hasDisplay: () => boolean;
  /** Called after every change of what is asked. */
  onQuestions: () => void;
  /** Called after the user has allowed a program for good. */
  onAlways?: () => void;
  /** Called after every change of what was decided for good, and after its use. */
  onGrants?: () => void;
  /** In milliseconds: how long a question waits. */
  patience?: number;
}

/** In milliseconds: how long a connection is not asked about again after `not_now`, and how long `once` may wait. */
const askPause = 60_000;

/** In milliseconds: how exact the time of the last use is. */
const usedEvery = 60_000;

/** In milliseconds: how long a permission for good lasts that no program uses. */
const unusedFor = 90 * 86_400_000;

interface Watch extends Asked {
  wasAllowed: boolean;
  listener: () => void;
}

/**
 * What programs may use. A permission for good is kept by the program's pattern; one for a connection by its caller,
 * which each connection has of its own.
 */
export class Permissions implements Access {
  readonly questions: Questions<Asked>;
  readonly pause = new Pause();
  readonly #options: PermissionOptions;
  readonly #once = new Once();
  /** Until when a connection is not asked about again. */
  readonly #pauses = new ConnectionNotes();
  /** By question, the connections that wait for its answer. */
  readonly #asking = new Map<string, Set<Caller>>();
  /** Until when an answer `once` waits that came after its connections had ended: for the program's next one. */
  readonly #unused = new Map<string, number>();
  /** When the use of a permission was last noted. */
  readonly #used = new Map<string, number>();
  readonly #watches = new Set<Watch>();
  /** By program and sign-in: what is allowed until Keyfob is locked or quits. */
  readonly #untilLock = new Map<string, Slot>();

  constructor(options: PermissionOptions) {
    this.#options = options;
    const { onQuestions, patience } = options;
    this.questions = new Questions({
      onChange: onQuestions,
      onAnswer: (asked, answer) => this.#keep(asked, answer),
      ...(patience !== undefined && { patience }),
    });
  }

  isAllowed(caller: Caller, slot: Slot): boolean {
    if (!this.#exists(slot)) return false;
    if (this.#once.has(caller, slotKey(slot)) || this.#kept(caller, slot) === 'always') return true;
    return caller.pattern !== undefined && this.#untilLock.has(questionKey({ caller, slot }));
  }

  async ask(caller: Caller, slot: Slot, signal: AbortSignal): Promise<Decision> {
    signal.throwIfAborted();
    const now = this.#options.context.now();
    if (this.isAllowed(caller, slot)) return 'allowed';
    if (this.#kept(caller, slot) === 'never') return 'refused';
    if ((this.#pauses.get(caller, slotKey(slot)) ?? 0) > now) return 'not_now';
    const key = questionKey({ caller, slot });
    const unused = this.#unused.get(key) ?? 0;
    this.#unused.delete(key);
    if (unused > now) return this.#allowOnce(caller, slot);
    if (!this.#options.hasDisplay()) return 'no_window';
    return this.#askUser(key, { caller, slot }, signal);
  }

  whenEnded(caller: Caller, slot: Slot, listener: () => void): () => void {
    const watch = { caller, slot, listener, wasAllowed: this.isAllowed(caller, slot) };
    this.#watches.add(watch);
    return () => this.#watches.delete(watch);
  }

  isPaused(): boolean {
    return this.pause.isPaused;
  }

  unpaused(signal: AbortSignal): Promise<void> {
    return this.pause.over(signal);
  }

  /** The servers that a program may always use. */
  serversFor(caller: Caller): string[] {
    return caller.pattern ? this.#options.context.store.programGrants.serversOf(programKey(caller)) : [];
  }

  /** Notes that a permission was used, to the minute: an agent may make many calls in a second. */
  use(caller: Caller, slot: Slot): void {
    const { store, now } = this.#options.context;
    if (!caller.pattern) return;
    const key = questionKey({ caller, slot });
    if (now() - (this.#used.get(key) ?? -Infinity) < usedEvery) return;
    this.#used.set(key, now());
    const { serverId, profileId } = slot;
    store.programGrants.use({ pattern: programKey(caller), serverId, profileId, now: now() });
    this.#options.onGrants?.();
  }

  /** Ends the permissions until the lock: Keyfob is locked now. */
  endUntilLock(): void {
    this.#untilLock.clear();
    this.#look();
  }

  /** Ends permissions for good that no program has used for 90 days. */
  endUnused(): void {
    const { store, now } = this.#options.context;
    if (!store.programGrants.endUnused(now() - unusedFor)) return;
    this.#look();
    this.#options.onGrants?.();
  }

  /** Ends a permission, or forgets a refusal. Connections that used it are told at once. */
  revoke(grant: { programId: string; serverId: string; profileId: string | null }): boolean {
    const { programGrants, programs } = this.#options.context.store;
    const isRemoved = programGrants.remove(grant);
    const pattern = programs.patternOf(grant.programId);
    this.#untilLock.delete(`${slotKey({ ...grant, workspaceId: '' })} ${pattern}`);
    this.#once.end(slotKey({ ...grant, workspaceId: '' }), pattern);
    this.#look();
    this.#options.onGrants?.();
    return isRemoved;
  }

  /** A sign-in that ended takes its permissions along. */
  follow(event: DomainEvent): void {
    if (event.type === 'tokens_changed') {
      const { serverId, profileId } = event.slot;
      const { tokenSets, programGrants } = this.#options.context.store;
      // Not where it only lapsed: then it is still there.
      if (tokenSets.signIns(serverId, profileId).length > 0) return;
      programGrants.endOfSlot({ serverId, profileId });
      for (const [key, slot] of this.#untilLock) if (slotKey(slot) === slotKey(event.slot)) this.#untilLock.delete(key);
      this.#once.end(slotKey(event.slot));
      this.#look();
      this.#options.onGrants?.();
    } else if (event.type === 'server_removed' || event.type === 'person_removed') {
      this.questions.drop(({ slot }) => !this.#exists(slot));
      this.#look();
      this.#options.onGrants?.();
    }
  }

  async #askUser(key: string, asked: Asked, signal: AbortSignal): Promise<Decision> {
    const { caller, slot } = asked;
    const asking = this.#asking.get(key) ?? new Set<Caller>();
    this.#asking.set(key, asking.add(caller));
    const answered = this.questions.ask(key, () => asked);
    const answer = await Promise.race([answered, whenAborted(signal)]);
    asking.delete(caller);
    if (answer === undefined) throw signal.reason;
    switch (answer) {
      case 'always':
      case 'until_lock':
        return 'allowed';
      case 'once':
        return this.#allowOnce(caller, slot);
      case 'never':
        return 'refused';
      case 'not_now':
        this.#pauses.set(caller, slotKey(slot), this.#options.context.now() + askPause);
        return 'not_now';
    }
  }

  /** Keeps an answer, whether or not a connection that asked is still there. */
  #keep(asked: Asked, answer: Answer): void {
    const { caller, slot } = asked;
    const { context, onAlways, onGrants } = this.#options;
    const { store, now } = context;
    const key = questionKey(asked);
    const isGone = this.#asking.get(key)?.size === 0;
    this.#asking.delete(key);
    if (!caller.pattern || !this.#exists(slot)) return;
    if (answer === 'once' && isGone) this.#unused.set(key, now() + askPause);
    if (answer === 'until_lock') this.#untilLock.set(key, slot);
    if (answer !== 'always' && answer !== 'never') return;
    const { serverId, profileId } = slot;
    store.transaction(() => {
      const { name, path = '' } = caller;
      const programId = store.programs.see({ name, path, pattern: programKey(caller) }, now());
      store.programGrants.save({ programId, serverId, profileId, answer, now: now() });
    });
    this.#look();
    onGrants?.();
    if (answer === 'always') onAlways?.();
  }

  #allowOnce(caller: Caller, slot: Slot): 'allowed' {
    this.#once.give(caller, slotKey(slot));
    this.#look();
    return 'allowed';
  }

  #kept(caller: Caller, { serverId, profileId }: Slot) {
    const { programGrants } = this.#options.context.store;
    return caller.pattern && programGrants.get({ pattern: programKey(caller), serverId, profileId });
  }

  #exists({ workspaceId, serverId, profileId }: Slot): boolean {
    const { servers, profiles } = this.#options.context.store;
    if (!servers.get(workspaceId, serverId)) return false;
    return profileId === null || profiles.get(profileId)?.workspaceId === workspaceId;
  }

  /** Tells those whose permission has ended. */
  #look(): void {
    for (const watch of this.#watches) {
      const isAllowed = this.isAllowed(watch.caller, watch.slot);
      if (watch.wasAllowed && !isAllowed) {
        this.#watches.delete(watch);
        watch.listener();
      }
      watch.wasAllowed = isAllowed;
    }
  }
}

const numbers = new WeakMap<Caller, number>();
let lastNumber = 0;

/** A program that cannot be recognized again may be another one each time, also where it looks the same. */
function questionKey({ caller, slot }: Asked): string {
  if (caller.pattern) return `${slotKey(slot)} ${programKey(caller)}`;
  const number = numbers.get(caller) ?? (lastNumber += 1);
  numbers.set(caller, number);
  return `${slotKey(slot)} connection ${number}`;
}

import type { GrantEnd, ToolRule, ToolScope } from '../../../src-preload/contract/program.ts';
import { whenAborted } from '../../base/when-aborted.ts';
import type { Context, DomainEvent } from '../../connections/context.ts';
import { slotKey, type Slot } from '../../connections/slot.ts';
import type { GrantSlot } from '../../store/program-grants.ts';
import type { Caller } from '../caller/find-caller.ts';
import { programKey } from '../caller/program-key.ts';
import type { Access, AskedCall, AskedCommand, Decision, ToolUse } from './access.ts';
import { Grants } from './grants.ts';
import { LookedAtTools } from './looked-at-tools.ts';
import { ConnectionNotes } from './once.ts';
import { Pause } from './pause.ts';
import { canGrant, type QuestionAbout } from './question-view.ts';
import { Questions, type Answer } from './questions.ts';
import { toolUse } from './tool-scope.ts';
import { Watches } from './watches.ts';
import { Wired } from './wired.ts';

/** What a question about a program's permission is about. */
interface Asked {
  caller: Caller;
  slot: Slot;
}

interface PermissionOptions {
  context: Pick<Context, 'store' | 'now' | 'log'>;
  /** Whether a question can be shown at all. */
  hasDisplay: () => boolean;
  /** Called after every change of what is asked. */
  onQuestions: () => void;
  /** Called after the user has allowed a program for good. */
  onAlways?: () => void;
  /** Called after every change of what was decided, and after its use. */
  onGrants?: () => void;
  /** In milliseconds: how long a question waits. */
  patience?: number;
}

/** In milliseconds: how long a connection is not asked about again after `not_now`, and how long `once` may wait. */
const askPause = 60_000;

/** In milliseconds: how exact the time of the last use is. */
const usedEvery = 60_000;

/**
 * What programs may use: the user's decisions, and the questions that lead to them. A permission for good is kept by
 * the program's pattern; one for a connection by its caller, which each connection has of its own.
 */
export class Permissions implements Access {
  readonly questions: Questions<QuestionAbout>;
  readonly pause = new Pause();
  readonly grants: Grants;
  readonly tools: LookedAtTools;
  readonly #options: PermissionOptions;
  readonly #wired: Wired;
  /** Until when a connection is not asked about again. */
  readonly #pauses = new ConnectionNotes();
  /** By question, the connections that wait for its answer. */
  readonly #asking = new Map<string, Set<Caller>>();
  /** An answer `once` that came after its connections had ended: until when it waits for the program's next one. */
  readonly #unused = new Map<string, { until: number; tools: ToolScope }>();
  /** When the use of a permission was last noted. */
  readonly #used = new Map<string, number>();
  readonly #watches = new Watches((caller, slot) => this.isAllowed(caller, slot));
  #calls = 0;

  constructor(options: PermissionOptions) {
    this.#options = options;
    const { context, onQuestions, patience } = options;
    this.grants = new Grants(context);
    this.#wired = new Wired(context.store, this.grants);
    this.tools = new LookedAtTools({ context, onWaiting: (slot) => this.#onWaiting(slot) });
    this.questions = new Questions({
      onChange: onQuestions,
      onAnswer: (about, answer, rule) => this.#keep(about, answer, rule),
      ...(patience !== undefined && { patience }),
    });
  }

  isAllowed(caller: Caller, slot: Slot): boolean {
    if (!this.#exists(slot)) return false;
    if (this.grants.find(caller, slot)?.answer === 'allowed') return true;
    if (!this.#wired.claim(caller, slot)) return false;
    this.#options.onGrants?.();
    return true;
  }

  async ask(caller: Caller, slot: Slot, signal: AbortSignal): Promise<Decision> {
    signal.throwIfAborted();
    const now = this.#options.context.now();
    if (this.isAllowed(caller, slot)) return 'allowed';
    if (this.grants.find(caller, slot)?.answer === 'never') return 'refused';
    if ((this.#pauses.get(caller, slotKey(slot)) ?? 0) > now) return 'not_now';
    const key = questionKey({ caller, slot });
    const unused = this.#unused.get(key);
    this.#unused.delete(key);
    if (unused && unused.until > now) {
      this.grants.giveOnce(caller, slot, unused.tools);
      this.#watches.look();
      return 'allowed';
    }
    if (!this.#options.hasDisplay()) return 'no_window';
    return this.#askUser(key, { caller, slot }, signal);
  }

  whenEnded(caller: Caller, slot: Slot, listener: () => void): () => void {
    return this.#watches.whenEnded(caller, slot, listener);
  }

  seeTools(slot: Slot, tools: readonly unknown[], isLast: boolean): void {
    this.tools.see(slot, tools, isLast);
  }

  toolUses(caller: Caller, slot: Slot): (tool: string) => ToolUse {
    const grant = this.grants.find(caller, slot);
    if (grant?.answer !== 'allowed') return () => 'refused';
    return (tool) => toolUse(grant.tools, tool, this.tools.get(slot, tool));
  }

  askCall(caller: Caller, slot: Slot, call: AskedCall, signal: AbortSignal): Promise<Decision> {
    return this.#askOnce({ caller, slot, call }, signal);
  }

  askCommand(caller: Caller, command: AskedCommand, signal: AbortSignal): Promise<Decision> {
    return this.#askOnce({ caller, command }, signal);
  }

  async #askOnce(about: QuestionAbout, signal: AbortSignal): Promise<Decision> {
    signal.throwIfAborted();
    if (!this.#options.hasDisplay()) return 'no_window';
    this.#calls += 1;
    const answered = this.questions.ask(`call ${this.#calls}`, () => about);
    const answer = await Promise.race([answered, whenAborted(signal)]);
    if (answer === undefined) {
      // A call that no longer waits is not to be allowed.
      this.questions.drop((one) => one === about);
      throw signal.reason;
    }
    return answer === 'once' || answer === 'always' ? 'allowed' : 'not_now';
  }

  whenToolsChange(slot: Slot, listener: () => void): () => void {
    return this.#watches.whenToolsChange(slot, listener);
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
    const { now } = this.#options.context;
    if (!caller.pattern) return;
    const key = questionKey({ caller, slot });
    if (now() - (this.#used.get(key) ?? -Infinity) < usedEvery) return;
    this.#used.set(key, now());
    this.grants.use(caller, slot);
    this.#options.onGrants?.();
  }

  /** Ends a permission, or forgets a refusal. Connections that used it are told at once. */
  revoke(grant: GrantSlot & { programId: string }): boolean {
    const isRemoved = this.grants.end(grant, 'revoked');
    this.#changed();
    return isRemoved;
  }

  /** Changes which tools a permission covers. Returns whether there is one. */
  setTools(grant: GrantSlot & { programId: string }, tools: ToolScope): boolean {
    const isSet = this.grants.setTools(grant, tools);
    if (isSet) this.#toolsChanged({ ...grant, workspaceId: '' });
    return isSet;
  }

  /** Lets programs have tools as they were shown to the user. */
  approve(slot: Slot, tools: readonly { name: string; hash: string }[]): void {
    if (this.tools.approve(slot, tools)) this.#toolsChanged(slot);
    if (this.tools.isAll(slot)) this.questions.drop((one) => 'changes' in one && slotKey(one.slot) === slotKey(slot));
  }

  /** Ends the permissions until the lock: Keyfob is locked now, or quits. */
  endUntilLock(): void {
    if (this.grants.untilLock.end(() => true, 'locked')) this.#changed();
  }

  /** Ends what was not used for long. */
  endUnused(): void {
    if (this.grants.endUnused()) this.#changed();
  }

  /** A sign-in that ended takes its permissions along, and so does a server that has another address. */
  follow(event: DomainEvent): void {
    this.tools.follow(event);
    this.#wired.follow(event);
    if (event.type === 'tokens_changed') {
      const { serverId, profileId } = event.slot;
      const { tokenSets } = this.#options.context.store;
      // Not where it only lapsed: then it is still there.
      if (tokenSets.signIns(serverId, profileId).length === 0) this.#endOfSlot(event.slot, 'signed_out');
    } else if (event.type === 'server_moved') {
      this.#endOfServer(event);
    } else if (event.type === 'server_removed' || event.type === 'person_removed') {
      this.grants.untilLock.end(
        ({ slot }) => !this.#exists(slot),
        event.type === 'server_removed' ? 'server_removed' : 'profile_removed',
      );
      this.questions.drop((one) => 'slot' in one && !this.#exists(one.slot));
      this.#changed();
    }
  }

  #endOfSlot(slot: Slot, why: GrantEnd): void {
    this.grants.endOfSlot(slot, why);
    this.#changed();
  }

  #endOfServer({ workspaceId, serverId }: { workspaceId: string; serverId: string }): void {
    // One that was removed takes its permissions along.
    if (!this.#options.context.store.servers.get(workspaceId, serverId)) return;
    this.grants.endOfServer({ workspaceId, serverId }, 'server_moved');
    this.#changed();
  }

  async #askUser(key: string, asked: Asked, signal: AbortSignal): Promise<Decision> {
    const { caller, slot } = asked;
    const asking = this.#asking.get(key) ?? new Set<Caller>();
    this.#asking.set(key, asking.add(caller));
    const answered = this.questions.ask(key, () => asked);
    const answer = await Promise.race([answered, whenAborted(signal)]);
    asking.delete(caller);
    if (answer === undefined) throw signal.reason;
    if (answer === 'never') return 'refused';
    if (answer !== 'not_now') return 'allowed';
    this.#pauses.set(caller, slotKey(slot), this.#options.context.now() + askPause);
    return 'not_now';
  }

  /** Keeps an answer, whether or not a connection that asked is still there. Returns what counts. */
  #keep(about: QuestionAbout, answer: Answer, rule: ToolRule): Answer {
    if ('command' in about) return answer;
    // What lasts is a matter of the shared sign-in's admins, as on the page of programs.
    const canKeep = canGrant(this.#options.context.store, about.slot);
    if ('changes' in about) {
      if (!canKeep) return 'not_now';
      if (answer === 'always') this.approve(about.slot, about.changes);
      return answer;
    }
    const { call, caller, slot } = about;
    if (call) {
      if (answer !== 'always') return answer;
      if (!canKeep) return 'once';
      this.grants.allowTool(caller, slot, call.tool);
      return answer;
    }
    return this.#keepPermission({ caller, slot }, answer, rule);
  }

  #keepPermission({ caller, slot }: Asked, given: Answer, rule: ToolRule): Answer {
    const { context, onAlways } = this.#options;
    // A program that cannot be recognized again has it for this connection alone.
    const answer = caller.pattern || given === 'not_now' || given === 'never' ? given : 'once';
    const key = questionKey({ caller, slot });
    const asking = [...(this.#asking.get(key) ?? [])];
    this.#asking.delete(key);
    if (!this.#exists(slot)) return 'not_now';
    if (answer !== 'not_now' && answer !== 'never' && !canGrant(context.store, slot)) return 'not_now';
    const tools = { rule, allowed: [] };
    if (answer === 'once') {
      for (const one of asking) this.grants.giveOnce(one, slot, tools);
      if (asking.length === 0 && caller.pattern) this.#unused.set(key, { until: context.now() + askPause, tools });
    } else if (answer === 'until_lock') {
      this.grants.giveUntilLock(caller, slot, tools);
    } else if (answer !== 'not_now' && caller.pattern) {
      this.grants.keep(caller, slot, answer, answer === 'never' ? { rule: 'all', allowed: [] } : tools);
    }
    this.#watches.look();
    if (answer === 'always' || answer === 'never' || answer === 'until_lock') this.#options.onGrants?.();
    if (answer === 'always') onAlways?.();
    return answer;
  }

  /** One question for all tools of a sign-in that are new or others. */
  #onWaiting(slot: Slot): void {
    this.#toolsChanged(slot);
    if (!this.#options.hasDisplay()) return;
    const changes = this.tools.changes(slot);
    this.questions.drop((one) => 'changes' in one && slotKey(one.slot) === slotKey(slot));
    void this.questions.ask(`tools ${slotKey(slot)}`, () => ({ slot, changes }));
  }

  #toolsChanged(slot: Slot): void {
    this.#watches.tellOfTools(slot);
    this.#options.onGrants?.();
  }

  #changed(): void {
    this.#watches.look();
    this.#options.onGrants?.();
  }

  #exists({ workspaceId, serverId, profileId }: Slot): boolean {
    const { servers, profiles } = this.#options.context.store;
    if (!servers.get(workspaceId, serverId)) return false;
    return profileId === null || profiles.get(profileId)?.workspaceId === workspaceId;
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

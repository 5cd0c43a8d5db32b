import type { ToolScope } from '../../../src-preload/contract/program.ts';
import { isProgramManaged } from '../../base/managed.ts';
import { whenAborted } from '../../base/when-aborted.ts';
import type { Context, DomainEvent } from '../../connections/context.ts';
import { slotKey, type Slot } from '../../connections/slot.ts';
import type { GrantSlot } from '../../store/program-grants.ts';
import type { Caller } from '../caller/find-caller.ts';
import { programKey } from '../caller/program-key.ts';
import type { Access, AskedCall, AskedCommand, Decision, ToolUse } from './access.ts';
import { Answers } from './answers.ts';
import { questionKey, slotExists } from './asked.ts';
import { endAfter } from './kept/end-after.ts';
import { Grants } from './kept/grants.ts';
import { LookedAtTools } from './looked-at-tools.ts';
import { Pause } from './pause.ts';
import type { QuestionAbout } from './question-view.ts';
import { Questions, type Answer } from './questions.ts';
import { toolUse } from './tool-scope.ts';
import { Watches } from './watches.ts';
import { Wired } from './wired.ts';

interface PermissionOptions {
  context: Pick<Context, 'store' | 'now' | 'log' | 'managed'>;
  /** Whether a question can be shown at all. */
  hasDisplay: () => boolean;
  /** Called after every change of what is asked. */
  onQuestions: () => void;
  /** Called after the user has allowed a program for good. */
  onAlways?: () => void;
  /** Called after every change of what was decided, and after its use. */
  onGrants?: () => void;
  /** In milliseconds: how long a question waits, and how long one whose program has ended. */
  patience?: number;
  withdrawAfter?: number;
}

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
  readonly #answers: Answers;
  /** When the use of a permission was last noted. */
  readonly #used = new Map<string, number>();
  readonly #watches = new Watches((caller, slot) => this.isAllowed(caller, slot));
  #calls = 0;

  constructor(options: PermissionOptions) {
    this.#options = options;
    const { context, onQuestions, patience, withdrawAfter } = options;
    this.grants = new Grants(context);
    this.#wired = new Wired(context.store, this.grants);
    this.tools = new LookedAtTools({ context, onWaiting: (slot) => this.#onWaiting(slot) });
    this.#answers = new Answers({
      context,
      grants: this.grants,
      approve: (slot, tools) => this.approve(slot, tools),
      onKept: (answer) => this.#onKept(answer),
      onLeft: (question) => this.questions.leave(question),
    });
    this.questions = new Questions({
      onChange: onQuestions,
      onAnswer: (about, answer, rule) => this.#answers.keep(about, answer, rule),
      ...(patience !== undefined && { patience }),
      ...(withdrawAfter !== undefined && { withdrawAfter }),
    });
  }

  isAllowed(caller: Caller, slot: Slot): boolean {
    if (!slotExists(this.#options.context, slot)) return false;
    if (!isProgramManaged(this.#options.context.managed, caller.path)) return false;
    if (this.grants.find(caller, slot)?.answer === 'allowed') return true;
    if (!this.#wired.claim(caller, slot)) return false;
    this.#options.onGrants?.();
    return true;
  }

  async ask(caller: Caller, slot: Slot, signal: AbortSignal): Promise<Decision> {
    signal.throwIfAborted();
    if (!isProgramManaged(this.#options.context.managed, caller.path)) return 'managed';
    if (this.isAllowed(caller, slot)) return 'allowed';
    if (this.grants.find(caller, slot)?.answer === 'never') return 'refused';
    const asked = { caller, slot };
    if (this.#answers.isPaused(asked)) return 'not_now';
    if (this.#answers.useEarlier(asked)) {
      this.#watches.look();
      return 'allowed';
    }
    if (!this.#options.hasDisplay()) return 'no_window';
    return this.#answers.decision(
      asked,
      this.questions.ask(questionKey(asked), () => asked),
      signal,
    );
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
    const { context } = this.#options;
    if (!endAfter(event, context, this.grants)) return;
    this.questions.drop((one) => 'slot' in one && !slotExists(context, one.slot));
    this.#changed();
  }

  #onKept(answer: Answer): void {
    this.#watches.look();
    if (answer === 'always' || answer === 'never' || answer === 'until_lock') this.#options.onGrants?.();
    if (answer === 'always') this.#options.onAlways?.();
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
}

import type { ToolRule, ToolScope } from '../../../src-preload/contract/program.ts';
import { whenAborted } from '../../base/when-aborted.ts';
import type { Context } from '../../connections/context.ts';
import { slotKey, type Slot } from '../../connections/slot.ts';
import type { Caller } from '../caller/find-caller.ts';
import type { Decision } from './access.ts';
import { questionKey, slotExists, type Asked } from './asked.ts';
import type { Grants } from './kept/grants.ts';
import { ConnectionNotes } from './kept/once.ts';
import { canGrant, type QuestionAbout } from './question-view.ts';
import type { Answer } from './questions.ts';

interface AnswersOptions {
  context: Pick<Context, 'store' | 'now'>;
  grants: Grants;
  /** Called where the user lets programs have tools as they were shown. */
  approve: (slot: Slot, tools: readonly { name: string; hash: string }[]) => void;
  /** Called once the last connection has ended that waited for the answer to this question. */
  onLeft: (question: string) => void;
  /** Called after each answer about a program's permission that was kept, with what counts. */
  onKept: (answer: Answer) => void;
}

/** In milliseconds: how long a connection is not asked about again after `not_now`, and how long `once` may wait. */
const askPause = 60_000;

/** The user's answers: the connections that wait for one, and what each changes. */
export class Answers {
  readonly #options: AnswersOptions;
  /** Until when a connection is not asked about again. */
  readonly #pauses = new ConnectionNotes();
  /** By question, the connections that wait for its answer. */
  readonly #asking = new Map<string, Set<Caller>>();
  /** An answer `once` that came after its connections had ended: until when it waits for the program's next one. */
  readonly #unused = new Map<string, { until: number; tools: ToolScope }>();

  constructor(options: AnswersOptions) {
    this.#options = options;
  }

  /** Whether the connection was answered with `not_now` so lately that the user is not asked about it again. */
  isPaused({ caller, slot }: Asked): boolean {
    return (this.#pauses.get(caller, slotKey(slot)) ?? 0) > this.#options.context.now();
  }

  /** Gives the connection an answer `once` that waits for it. Returns whether there was one. */
  useEarlier(asked: Asked): boolean {
    const { context, grants } = this.#options;
    const key = questionKey(asked);
    const unused = this.#unused.get(key);
    this.#unused.delete(key);
    if (!unused || unused.until <= context.now()) return false;
    grants.giveOnce(asked.caller, asked.slot, unused.tools);
    return true;
  }

  /** What the answer says of a connection that waits for it. Rejects with the signal's reason on abort. */
  async decision(asked: Asked, answered: Promise<Answer>, signal: AbortSignal): Promise<Decision> {
    const { caller, slot } = asked;
    const key = questionKey(asked);
    const asking = this.#asking.get(key) ?? new Set<Caller>();
    this.#asking.set(key, asking.add(caller));
    const answer = await Promise.race([answered, whenAborted(signal)]);
    asking.delete(caller);
    if (answer === undefined) {
      if (asking.size === 0) this.#options.onLeft(key);
      throw signal.reason;
    }
    if (answer === 'never') return 'refused';
    if (answer !== 'not_now') return 'allowed';
    this.#pauses.set(caller, slotKey(slot), this.#options.context.now() + askPause);
    return 'not_now';
  }

  /** Keeps an answer, whether or not a connection that asked is still there. Returns what counts. */
  keep(about: QuestionAbout, answer: Answer, rule: ToolRule): Answer {
    if ('command' in about) return answer;
    const { context, grants, approve } = this.#options;
    // What lasts is a matter of the shared sign-in's admins, as on the page of programs.
    const canKeep = canGrant(context.store, about.slot);
    if ('changes' in about) {
      if (!canKeep) return 'not_now';
      if (answer === 'always') approve(about.slot, about.changes);
      return answer;
    }
    const { call, caller, slot } = about;
    if (call) {
      if (answer !== 'always') return answer;
      if (!canKeep) return 'once';
      grants.allowTool(caller, slot, call.tool);
      return answer;
    }
    return this.#keepPermission({ caller, slot }, answer, rule);
  }

  #keepPermission(asked: Asked, given: Answer, rule: ToolRule): Answer {
    const { context, grants, onKept } = this.#options;
    const { caller, slot } = asked;
    // A program that cannot be recognized again has it for this connection alone.
    const answer = caller.pattern || given === 'not_now' || given === 'never' ? given : 'once';
    const key = questionKey(asked);
    const asking = [...(this.#asking.get(key) ?? [])];
    this.#asking.delete(key);
    if (!slotExists(context, slot)) return 'not_now';
    if (answer !== 'not_now' && answer !== 'never' && !canGrant(context.store, slot)) return 'not_now';
    const tools = { rule, allowed: [] };
    if (answer === 'once') {
      for (const one of asking) grants.giveOnce(one, slot, tools);
      if (asking.length === 0 && caller.pattern) this.#unused.set(key, { until: context.now() + askPause, tools });
    } else if (answer === 'until_lock') {
      grants.giveUntilLock(caller, slot, tools);
    } else if (answer !== 'not_now' && caller.pattern) {
      grants.keep(caller, slot, answer, answer === 'never' ? { rule: 'all', allowed: [] } : tools);
    }
    onKept(answer);
    return answer;
  }
}

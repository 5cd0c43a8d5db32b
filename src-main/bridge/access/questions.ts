import { randomUUID } from 'node:crypto';
import type { AskingAnswer } from '../../../src-preload/contract/asking.ts';
import type { ToolRule } from '../../../src-preload/contract/program.ts';

export type Answer = AskingAnswer;

const mostQuestions = 20;

interface Waiting<About> {
  id: string;
  about: About;
  key: string;
  /** Ends the wait for the user. */
  timer: NodeJS.Timeout;
  /** Withdraws the question; undefined while a program waits for its answer, or where none does from the start. */
  leaving?: NodeJS.Timeout | undefined;
  answered: Promise<Answer>;
  settle: (answer: Answer) => void;
}

interface QuestionOptions<About> {
  /** Called with each answer, before those who asked have it. Returns what they get. */
  onAnswer: (about: About, answer: Answer, rule: ToolRule) => Answer;
  /** Called after every change of what is asked. */
  onChange: () => void;
  /** In milliseconds: how long a question waits before it counts as answered with `not_now`. */
  patience?: number;
  /** In milliseconds: the same once no program waits for the answer any more. */
  withdrawAfter?: number;
}

/** The questions that wait for the user, oldest first. */
export class Questions<About> {
  readonly #options: QuestionOptions<About>;
  readonly #waiting = new Map<string, Waiting<About>>();

  constructor(options: QuestionOptions<About>) {
    this.#options = options;
  }

  /** `hasEnded`: no program waits for the answer any more. */
  get list(): { id: string; about: About; hasEnded: boolean }[] {
    return [...this.#waiting.values()].map(({ id, about, leaving }) => ({
      id,
      about,
      hasEnded: leaving !== undefined,
    }));
  }

  /**
   * The answer to the question with this key, which is asked once however often this is called. With 20 questions in
   * the window, the answer to any more is `not_now`: a program must not be able to bury the others.
   */
  ask(key: string, about: () => About): Promise<Answer> {
    const known = this.#waiting.get(key);
    if (known) {
      this.#stay(known);
      return known.answered;
    }
    if (this.#waiting.size >= mostQuestions) return Promise.resolve('not_now');
    const { onChange, patience = 5 * 60_000 } = this.#options;
    let settle: (answer: Answer) => void = () => undefined;
    const answered = new Promise<Answer>((resolve) => (settle = resolve));
    const id = randomUUID();
    const timer = setTimeout(() => this.answer(id, 'not_now'), patience).unref();
    this.#waiting.set(key, { id, about: about(), key, timer, answered, settle });
    onChange();
    return answered;
  }

  /** Notes that no program waits for the answer any more: the question is withdrawn, unless it is asked again soon. */
  leave(key: string): void {
    const found = this.#waiting.get(key);
    if (!found || found.leaving) return;
    const { onChange, withdrawAfter = 60_000 } = this.#options;
    found.leaving = setTimeout(() => this.answer(found.id, 'not_now'), withdrawAfter).unref();
    onChange();
  }

  #stay(question: Waiting<About>): void {
    if (!question.leaving) return;
    clearTimeout(question.leaving);
    question.leaving = undefined;
    this.#options.onChange();
  }

  /** `rule`: which tools an answer that allows a program covers. Returns whether the question was still waiting. */
  answer(id: string, answer: Answer, rule: ToolRule = 'reading'): boolean {
    const found = [...this.#waiting.values()].find((one) => one.id === id);
    if (!found) return false;
    clearTimeout(found.timer);
    clearTimeout(found.leaving);
    this.#waiting.delete(found.key);
    found.settle(this.#options.onAnswer(found.about, answer, rule));
    this.#options.onChange();
    return true;
  }

  /** Answers all that `concerned` names with `not_now`. */
  drop(concerned: (about: About) => boolean = () => true): void {
    for (const { id, about } of this.list) if (concerned(about)) this.answer(id, 'not_now');
  }
}

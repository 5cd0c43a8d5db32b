import { askingSleep } from '../../src-preload/contract/asking.ts';

/**
 * When presses count. A key or a click that was on its way elsewhere must not answer a question: one counts only if it
 * began at least half a second after its question had appeared, or had last moved.
 */
export class Presses {
  readonly #wakesAt = new WeakMap<Element, number>();
  /** When the key or the button that is down now was pressed; undefined: a screen reader pressed it. */
  #began: number | undefined;

  constructor(document: Document) {
    const began = () => (this.#began ??= performance.now());
    const over = () => setTimeout(() => (this.#began = undefined));
    document.addEventListener('pointerdown', began, true);
    document.addEventListener('keydown', began, true);
    for (const end of ['pointerup', 'pointercancel', 'keyup'] as const) document.addEventListener(end, over, true);
    globalThis.addEventListener('blur', over);
  }

  /** Ignores presses on this question for half a second from now. */
  sleep(question: Element): void {
    this.#wakesAt.set(question, performance.now() + askingSleep);
    show(question, true);
    setTimeout(() => {
      if (this.#isAwake(question, performance.now())) show(question, false);
    }, askingSleep + 10);
  }

  /** Whether the press that is handled now counts for this question. */
  count(question: Element): boolean {
    return this.#isAwake(question, this.#began ?? performance.now());
  }

  #isAwake(question: Element, now: number): boolean {
    return now >= (this.#wakesAt.get(question) ?? Infinity);
  }
}

function show(question: Element, isAsleep: boolean): void {
  for (const button of question.querySelectorAll('.answers button'))
    button.setAttribute('aria-disabled', String(isAsleep));
}

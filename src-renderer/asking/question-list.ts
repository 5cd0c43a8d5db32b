import type { AskingBridge, AskingView, QuestionView } from '../../src-preload/contract/asking.ts';
import type { AskingWords } from '../../src-preload/contract/asking-words.ts';
import type { ToolRule } from '../../src-preload/contract/program.ts';
import { notNow, type AnswerChoice } from './drawing.ts';
import { element, fill } from './elements.ts';
import type { Presses } from './presses.ts';
import { updateLastLine } from './permission-question.ts';
import { programIcon } from './program-facts.ts';
import { drawnQuestion } from './question.ts';

interface Shown {
  section: HTMLElement;
  icon: string | null;
  hasEnded: boolean;
  /** What stands in its place once it is gone. */
  given: string;
}

/**
 * The questions, oldest first. Nothing moves under the pointer: a new one comes last, and one that is gone leaves its
 * place to what was answered, until the pointer has left the list.
 */
export class QuestionList {
  readonly #list: HTMLElement;
  readonly #bridge: AskingBridge;
  readonly #presses: Presses;
  readonly #shown = new Map<string, Shown>();

  constructor(list: HTMLElement, bridge: AskingBridge, presses: Presses) {
    this.#list = list;
    this.#bridge = bridge;
    this.#presses = presses;
    list.addEventListener('pointerleave', () => this.#close());
  }

  /** The names of the questions that were not there before. */
  show(view: AskingView): string[] {
    const { questions } = view;
    for (const [id, shown] of this.#shown) if (!questions.some((one) => one.id === id)) this.#leave(id, shown);
    if (!this.#list.matches(':hover')) this.#close();
    return questions.flatMap((question) => {
      const shown = this.#shown.get(question.id);
      if (shown) this.#updateIcon(shown, question);
      if (shown) this.#updateEnded(shown, question, view.words);
      return shown ? [] : [this.#add(question, view)];
    });
  }

  #add(question: QuestionView, { words, language }: AskingView): string {
    const { id } = question;
    const onPress = (choice: AnswerChoice, tools?: ToolRule) => void this.#answer(id, choice, tools);
    const section = drawnQuestion(question, { words, language, onPress });
    this.#shown.set(id, { section, icon: iconOf(question), hasEnded: false, given: words.notNowGiven });
    this.#gate(section, () => onPress(notNow(words)));
    this.#list.append(element('li', '', section));
    this.#presses.sleep(section);
    return section.querySelector('h1')?.textContent ?? '';
  }

  /** Lets no press reach a question that does not count for it. Escape is for the question that has the focus. */
  #gate(section: HTMLElement, onEscape: () => void): void {
    const stop = (event: Event) => {
      if (this.#presses.count(section)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    section.addEventListener('click', stop, true);
    section.addEventListener('keydown', (event) => event.key !== 'Tab' && stop(event), true);
    section.addEventListener('keydown', ({ key }) => key === 'Escape' && onEscape());
  }

  async #answer(id: string, choice: AnswerChoice, tools?: ToolRule): Promise<void> {
    const shown = this.#shown.get(id);
    if (!shown) return;
    const before = shown.given;
    shown.given = choice.given;
    if (!(await this.#bridge.answer(id, choice.answer, tools))) shown.given = before;
  }

  #leave(id: string, { section, given }: Shown): void {
    this.#shown.delete(id);
    const hadFocus = section.contains(document.activeElement);
    const next = [...this.#shown.values()].map((one) => one.section);
    const place = element('p', 'given', given);
    place.style.height = `${section.getBoundingClientRect().height}px`;
    const following = next.find((one) => section.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
    section.replaceWith(place);
    // The heading, because no key presses it.
    if (hadFocus) (following ?? next[0])?.querySelector('h1')?.focus();
  }

  /** Removes what is gone. All that moves by that is as if it had just appeared. */
  #close(): void {
    let hasMoved = false;
    for (const item of this.#list.querySelectorAll(':scope > li')) {
      const section = item.querySelector('section');
      if (!section) item.remove();
      else if (hasMoved) this.#presses.sleep(section);
      hasMoved ||= !section;
    }
    if (hasMoved) this.#list.dispatchEvent(new Event('closed'));
  }

  #updateEnded(shown: Shown, question: QuestionView, words: AskingWords): void {
    if (question.about !== 'server' || question.hasEnded === shown.hasEnded) return;
    shown.hasEnded = question.hasEnded;
    shown.given = question.hasEnded ? words.endedGiven : words.notNowGiven;
    updateLastLine(shown.section, question, words);
  }

  #updateIcon(shown: Shown, question: QuestionView): void {
    const icon = iconOf(question);
    if (icon === shown.icon || question.about === 'tools') return;
    shown.icon = icon;
    shown.section.querySelector('.icon')?.replaceWith(programIcon(question));
  }
}

const iconOf = (question: QuestionView) => (question.about === 'tools' ? null : question.icon);

/** How many there are, below them: above, it would move them when it appears. */
export function countOf({ questions, words }: AskingView): string {
  return questions.length > 1 ? fill(words.questions, { count: String(questions.length) }) : '';
}

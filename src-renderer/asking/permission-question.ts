import type { PermissionQuestion } from '../../src-preload/contract/asking.ts';
import type { AskingWords } from '../../src-preload/contract/asking-words.ts';
import type { ToolRule } from '../../src-preload/contract/program.ts';
import { answerRow } from './answers.ts';
import { notNow, type AnswerChoice, type Drawing } from './drawing.ts';
import { element, fill } from './elements.ts';
import { aboutProgram, programIcon, programName } from './program-facts.ts';
import { serverFacts } from './server-facts.ts';

/** Whether a program may use a server, which of its tools, and for how long. */
export function permissionQuestion(question: PermissionQuestion, drawing: Drawing): HTMLElement {
  const { words, onPress } = drawing;
  const { id, server, canGrant, canBeKept } = question;
  const values = { program: programName(question, words), server };
  const heading = element('h1', '', fill(words.permission, values));
  heading.id = `question-${id}`;
  const section = element('section', '');
  section.append(
    element('header', '', programIcon(question), element('div', '', heading, aboutProgram(question, words))),
    serverFacts(question, drawing),
  );
  if (!canGrant) {
    section.append(
      element('p', 'note', words.onlyAdmins),
      answerRow([notNow(words)], heading.id, (choice) => onPress(choice)),
    );
    return section;
  }
  const rules = toolRules(question, words);
  section.append(
    rules.element,
    answerRow(choices(canBeKept, words), heading.id, (choice) => onPress(choice, rules.chosen())),
    lastLine(question, words),
  );
  return section;
}

function lastLine(question: PermissionQuestion, words: AskingWords): HTMLElement {
  const line = element('p', 'grey small last', lastWords(question, words));
  line.setAttribute('role', 'status');
  return line;
}

const lastWords = ({ hasEnded, canBeKept }: PermissionQuestion, words: AskingWords) =>
  hasEnded ? words.ended : canBeKept ? words.lasting : words.onlyOnce;

/** Says that the program has ended, or is back, in the room of what the answers mean, so that nothing moves. */
export function updateLastLine(section: HTMLElement, question: PermissionQuestion, words: AskingWords): void {
  const line = section.querySelector<HTMLElement>('.last');
  const text = lastWords(question, words);
  if (!line || line.textContent === text) return;
  line.style.minHeight = `${line.getBoundingClientRect().height}px`;
  line.textContent = text;
}

function choices(canBeKept: boolean, words: AskingWords): AnswerChoice[] {
  const once: AnswerChoice = { answer: 'once', label: words.once, given: words.onceGiven, look: 'primary' };
  if (!canBeKept) return [once, notNow(words)];
  return [
    once,
    { answer: 'until_lock', label: words.untilLock, given: words.untilLockGiven },
    { answer: 'always', label: words.always, given: words.alwaysGiven },
    notNow(words),
    { answer: 'never', label: words.never, given: words.neverGiven, look: 'apart' },
  ];
}

/** Which tools: the fewest, unless the user chooses otherwise. Single ones are chosen later. */
function toolRules({ id, server, rules }: PermissionQuestion, words: AskingWords) {
  const inputs = new Map<ToolRule, HTMLInputElement>();
  const choice = (rule: ToolRule, label: string, hint?: string) => {
    const input = element('input', '');
    input.type = 'radio';
    input.name = `tools-${id}`;
    input.checked = rule === rules[0];
    inputs.set(rule, input);
    const text = element('span', '', label);
    if (hint !== undefined) text.append(element('span', 'grey small', hint));
    return element('label', 'choice', input, text);
  };
  const labels: Partial<Record<ToolRule, [label: string, hint?: string]>> = {
    reading: [words.reading, fill(words.readingHint, { server })],
    all: [words.all],
    each_call: [words.eachCall],
  };
  const made = element('fieldset', '', element('legend', '', words.mayDo));
  for (const rule of rules) {
    const [label, hint] = labels[rule] ?? [];
    if (label !== undefined) made.append(choice(rule, label, hint));
  }
  if (rules.length > 1) made.append(element('p', 'grey small', words.chosenLater));
  const chosen = (): ToolRule => [...inputs].find(([, { checked }]) => checked)?.[0] ?? 'reading';
  return { element: made, chosen };
}

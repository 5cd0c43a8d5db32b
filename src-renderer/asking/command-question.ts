import type { CommandQuestion } from '../../src-preload/contract/asking.ts';
import { answerRow } from './answers.ts';
import { notNow, type AnswerChoice, type Drawing } from './drawing.ts';
import { element, fact, fill } from './elements.ts';
import { aboutProgram, programIcon, programName } from './program-facts.ts';

/** Whether a program may run one command of Keyfob's own command line. */
export function commandQuestion(question: CommandQuestion, { words, onPress }: Drawing): HTMLElement {
  const { id, command, does, typedIn } = question;
  const heading = element(
    'h1',
    '',
    typedIn === undefined
      ? fill(words.command, { program: programName(question, words) })
      : fill(words.commandTyped, { program: typedIn }),
  );
  heading.id = `question-${id}`;
  const facts = element('dl', '', ...fact(words.commandLine, element('span', 'path', `keyfob ${command}`)));
  facts.append(...fact(words.commandDoes, does));
  const choices: AnswerChoice[] = [
    { answer: 'once', label: words.once, given: words.onceGiven, look: 'primary' },
    notNow(words),
  ];
  return element(
    'section',
    '',
    element('header', '', programIcon(question), element('div', '', heading, aboutProgram(question, words))),
    facts,
    element('p', 'grey', words.commandOnce),
    answerRow(choices, heading.id, (choice) => onPress(choice)),
  );
}

import type { CallQuestion } from '../../src-preload/contract/asking.ts';
import { answerRow } from './answers.ts';
import { notNow, type AnswerChoice, type Drawing } from './drawing.ts';
import { element, fill } from './elements.ts';
import { longText } from './long-text.ts';
import { aboutProgram, programIcon, programName } from './program-facts.ts';
import { serverFacts } from './server-facts.ts';

/** Whether a program may make one call, with all that it would send, which cannot be changed here. */
export function callQuestion(question: CallQuestion, drawing: Drawing): HTMLElement {
  const { words, language, onPress } = drawing;
  const { id, server, tool, title, input, canBeKept } = question;
  const heading = element('h1', '', fill(words.call, { program: programName(question, words), tool, server }));
  heading.id = `question-${id}`;
  const facts = serverFacts(question, drawing);
  if (title !== null && title !== tool)
    facts.prepend(element('dt', '', words.tool), element('dd', '', `${title} `, element('span', 'host', tool)));
  const isEmpty = /^(?:\{\s*\}|null)?$/.test(input.trim());
  const sent = isEmpty ? element('p', 'grey', words.noInput) : longText(input, words.input, { words, language });
  const always: AnswerChoice = { answer: 'always', label: words.alwaysTool, given: words.alwaysToolGiven };
  const choices: AnswerChoice[] = [
    { answer: 'once', label: words.once, given: words.onceGiven, look: 'primary' },
    ...(canBeKept ? [always] : []),
    notNow(words),
  ];
  return element(
    'section',
    '',
    element('header', '', programIcon(question), element('div', '', heading, aboutProgram(question, words))),
    facts,
    element('div', 'sent', element('h2', '', words.input), sent),
    answerRow(choices, heading.id, (choice) => onPress(choice)),
  );
}

import type { QuestionView } from '../../src-preload/contract/asking.ts';
import { callQuestion } from './call-question.ts';
import { changesQuestion } from './changes-question.ts';
import { commandQuestion } from './command-question.ts';
import type { Drawing } from './drawing.ts';
import { ignoreEnter } from './answers.ts';
import { permissionQuestion } from './permission-question.ts';

/** The section of a question. Its heading is its name, and takes the focus where another question is gone. */
export function drawnQuestion(question: QuestionView, drawing: Drawing): HTMLElement {
  const section = draw(question, drawing);
  const heading = section.querySelector('h1');
  if (heading) {
    heading.tabIndex = -1;
    section.setAttribute('aria-labelledby', heading.id);
  }
  const row = section.querySelector<HTMLElement>('.answers');
  if (row) ignoreEnter(row, drawing.words.pressSpace);
  return section;
}

function draw(question: QuestionView, drawing: Drawing): HTMLElement {
  switch (question.about) {
    case 'server':
      return permissionQuestion(question, drawing);
    case 'call':
      return callQuestion(question, drawing);
    case 'command':
      return commandQuestion(question, drawing);
    case 'tools':
      return changesQuestion(question, drawing);
  }
}

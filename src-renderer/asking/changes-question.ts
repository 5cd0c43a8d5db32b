import type { ChangesQuestion } from '../../src-preload/contract/asking.ts';
import { answerRow } from './answers.ts';
import { notNow, type Drawing } from './drawing.ts';
import { element, fill } from './elements.ts';
import { serverFacts } from './server-facts.ts';
import { toolChange } from './tool-changes.ts';

/** Whether programs may see what a server has added or changed, all of it in one question. */
export function changesQuestion(question: ChangesQuestion, drawing: Drawing): HTMLElement {
  const { words, onPress } = drawing;
  const { id, server, changes } = question;
  const heading = element('h1', '', fill(words.changes, { server }));
  heading.id = `question-${id}`;
  // The first is open: what a change looks like is seen at once, and the list stays one that can be overlooked.
  const list = changes.map((change, at) => element('li', '', toolChange(change, words, at === 0)));
  return element(
    'section',
    '',
    element('header', '', element('div', '', heading, element('p', 'grey', words.changesWhy))),
    serverFacts(question, drawing),
    element('ul', 'changes', ...list),
    answerRow(
      [{ answer: 'always', label: words.approve, given: words.approveGiven, look: 'primary' }, notNow(words)],
      heading.id,
      (choice) => onPress(choice),
    ),
  );
}

import type { AnswerChoice } from './drawing.ts';
import { element } from './elements.ts';

/** One row of buttons, none of which is preselected. `about`: the id of the question's heading. */
export function answerRow(choices: readonly AnswerChoice[], about: string, onPress: (choice: AnswerChoice) => void) {
  const row = element('div', 'answers');
  for (const choice of choices) {
    const button = element('button', choice.look ?? '', choice.label);
    button.type = 'button';
    button.setAttribute('aria-describedby', about);
    button.addEventListener('click', () => onPress(choice));
    row.append(button);
  }
  return row;
}

/**
 * Leaves Enter without effect on these buttons, which the space bar presses: it may be meant for the window that the
 * user was typing in. Says so where it was pressed.
 */
export function ignoreEnter(row: HTMLElement, hint: string): void {
  const said = element('p', 'tip');
  said.setAttribute('role', 'status');
  row.append(said);
  row.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    said.textContent = hint;
  });
  row.addEventListener('focusout', () => (said.textContent = ''));
}

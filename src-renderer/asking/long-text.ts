import type { AskingWords } from '../../src-preload/contract/asking-words.ts';
import { element, fill, outsideText } from './elements.ts';

/** In characters and lines: how much of a text is shown at first. */
const shortText = { characters: 1200, lines: 14 };

/** Text of a program or server, as text alone; a long one folded, with its size. */
export function longText(text: string, label: string, { words, language }: { words: AskingWords; language: string }) {
  const box = element('pre', 'code');
  box.tabIndex = 0;
  box.setAttribute('role', 'region');
  box.setAttribute('aria-label', label);
  const short = text.split('\n', shortText.lines).join('\n').slice(0, shortText.characters).toWellFormed();
  const whole = element('div', '', box);
  if (short.length === text.length) {
    box.append(...outsideText(text));
    return whole;
  }
  const count = text.length.toLocaleString(language);
  const button = element('button', 'link');
  button.type = 'button';
  const show = (isWhole: boolean) => {
    box.replaceChildren(...outsideText(isWhole ? text : `${short}…`));
    button.textContent = isWhole ? words.showLess : fill(words.showAll, { count });
    button.setAttribute('aria-expanded', String(isWhole));
  };
  button.addEventListener('click', () => show(button.getAttribute('aria-expanded') !== 'true'));
  show(false);
  whole.append(button);
  return whole;
}

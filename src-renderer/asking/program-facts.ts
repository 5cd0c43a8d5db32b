import type { ProgramFacts } from '../../src-preload/contract/asking.ts';
import type { AskingWords } from '../../src-preload/contract/asking-words.ts';
import { element, fill } from './elements.ts';

/** The program's icon, or its first letter. It says no more than the name beside it, so that readers leave it out. */
export function programIcon({ icon, program }: Pick<ProgramFacts, 'icon' | 'program'>): HTMLElement {
  if (icon === null) {
    const letter = element('span', 'icon letter', (/[\p{L}\p{N}]/u.exec(program)?.[0] ?? '?').toUpperCase());
    letter.setAttribute('aria-hidden', 'true');
    return letter;
  }
  const image = element('img', 'icon');
  image.src = icon;
  image.alt = '';
  // A damaged picture must not look like a program's own.
  image.addEventListener('error', () => image.replaceWith(programIcon({ icon: null, program })), { once: true });
  return image;
}

export const programName = ({ program, typedIn }: Pick<ProgramFacts, 'program' | 'typedIn'>, words: AskingWords) =>
  typedIn === undefined ? program || words.unknownProgram : fill(words.typedProgram, { program: typedIn });

/** What the system says of the program, in words that are honest about what a computer can know. */
export function aboutProgram(facts: ProgramFacts, words: AskingWords): HTMLElement {
  const { kind, typedIn } = facts;
  const said =
    typedIn === undefined
      ? fill(words[kind], { program: programName(facts, words) })
      : fill(words.typed, { program: typedIn });
  const about = element('div', 'program', element('p', '', said));
  if (facts.path !== null) about.append(element('p', 'path', facts.path));
  if (facts.startedBy.length > 0)
    about.append(element('p', 'grey', fill(words.startedBy, { names: facts.startedBy.join(' ← ') })));
  return about;
}

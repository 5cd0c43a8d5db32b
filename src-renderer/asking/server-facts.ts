import type { CommandQuestion, QuestionView } from '../../src-preload/contract/asking.ts';
import type { Drawing } from './drawing.ts';
import { element, fact, fill } from './elements.ts';

type ServerQuestion = Exclude<QuestionView, CommandQuestion>;

/** Which server it is, and whose sign-in would be used. */
export function serverFacts(question: ServerQuestion, drawing: Drawing): HTMLElement {
  const { server, host, workspace } = question;
  const { words } = drawing;
  const facts = element('dl', '', ...fact(words.server, `${server} `, element('span', 'host', host)));
  facts.append(...fact(words.signInOf, signIn(question, drawing)));
  if (workspace !== null) facts.append(...fact(words.workspace, workspace));
  return facts;
}

function signIn({ signIn: whose, person, about }: ServerQuestion, { words, language }: Drawing): string {
  if (whose === 'none') return words.noSignIn;
  const said = person === null ? words.sharedSignIn : fill(words.signIn, { person });
  return about === 'tools' ? said : [said, words.noToken].join(language === 'zh' ? '' : ' ');
}

import { type AskingBridge, type AskingView } from '../../src-preload/contract/asking.ts';
import './asking.css';
import { fill } from './elements.ts';
import { Presses } from './presses.ts';
import { countOf, QuestionList } from './question-list.ts';

declare global {
  interface Window {
    /** Exposed by the preload script of this window. */
    readonly keyfobAsking: AskingBridge;
  }
}

const bridge = window.keyfobAsking;
const list = document.querySelector('ul');
const count = document.querySelector('footer');
const said = document.querySelector('[role=status]');
const questions = list && new QuestionList(list, bridge, new Presses(document));

const first = await bridge.list();
if (first) show(first);
bridge.listen(show);
list?.addEventListener('closed', fit);
list?.addEventListener('toggle', fit, true);

function show(view: AskingView): void {
  const { language, words } = view;
  document.documentElement.lang = language;
  document.title = countOf(view) || words.title;
  if (count) count.textContent = countOf(view);
  const added = questions?.show(view) ?? [];
  if (said && added.length > 0)
    said.textContent = added.map((question) => fill(words.newQuestion, { question })).join(' ');
  fit();
}

function fit(): void {
  void bridge.fit(Math.ceil(document.body.getBoundingClientRect().height));
}

import {
  askingSleep,
  type AskingAnswer,
  type AskingBridge,
  type AskingView,
  type AskingWords,
  type QuestionView,
} from '../../src-preload/contract/asking.ts';
import './asking.css';

declare global {
  interface Window {
    /** Exposed by the preload script of this window. */
    readonly keyfobAsking: AskingBridge;
  }
}

const bridge = window.keyfobAsking;
const list = document.querySelector('main');
const shown = new Map<string, HTMLElement>();
let wakesAt = 0;

const first = await bridge.list();
if (first) show(first);
bridge.listen(show);

/** Questions that stay keep their elements, so that a reader or a keyboard does not lose its place. */
function show({ language, words, questions }: AskingView): void {
  document.documentElement.lang = language;
  document.title = words.title;
  for (const [id, element] of shown) {
    if (questions.some((question) => question.id === id)) continue;
    element.remove();
    shown.delete(id);
  }
  for (const question of questions) {
    if (shown.has(question.id)) continue;
    const element = drawn(question, words);
    shown.set(question.id, element);
    list?.append(element);
  }
  sleep();
  void bridge.fit(document.documentElement.offsetHeight);
}

/** A click or a key that was on its way elsewhere, or to a question that is gone, must not answer this one. */
function sleep(): void {
  wakesAt = performance.now() + askingSleep;
  setDisabled(true);
  setTimeout(() => {
    if (performance.now() >= wakesAt) setDisabled(false);
  }, askingSleep + 10);
}

function setDisabled(to: boolean): void {
  for (const button of document.querySelectorAll('button')) button.setAttribute('aria-disabled', String(to));
}

function drawn(question: QuestionView, words: AskingWords): HTMLElement {
  const { id, kind, path, startedBy, person, workspace, canBeKept } = question;
  const program = question.program || words.unknownProgram;
  const fill = (text: string, values: Record<string, string>) =>
    text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  const section = document.createElement('section');
  const heading = text('h1', fill(words.question, { program, server: question.server }));
  heading.id = `question-${id}`;
  section.setAttribute('aria-labelledby', heading.id);
  section.append(heading);
  section.append(text('p', fill(words[kind], { program })));
  if (path !== null) section.append(text('p', path, 'path'));
  if (startedBy.length > 0) section.append(text('p', fill(words.startedBy, { names: startedBy.join(' ← ') })));
  const whose = person === null ? words.sharedSignIn : fill(words.signIn, { person });
  const where = workspace === null ? '' : ` ${fill(words.workspace, { workspace })}`;
  section.append(text('p', `${whose}${where} ${fill(words.covers, { host: question.host })}`));
  section.append(text('p', canBeKept ? words.pretend : words.onlyOnce, 'hint'));
  section.append(text('p', canBeKept ? `${words.onceHint} ${words.alwaysHint}` : words.onceHint, 'hint'));
  const buttons = document.createElement('div');
  buttons.className = 'buttons';
  const answers: [AskingAnswer, string][] = [['once', words.once]];
  if (canBeKept) answers.push(['always', words.always]);
  answers.push(['not_now', words.notNow]);
  if (canBeKept) answers.push(['never', words.never]);
  for (const [answer, label] of answers) buttons.append(answerButton(id, answer, label, heading.id));
  section.append(buttons);
  return section;
}

function answerButton(id: string, answer: AskingAnswer, label: string, about: string): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = label;
  button.setAttribute('aria-describedby', about);
  button.addEventListener('click', () => {
    if (performance.now() >= wakesAt) void bridge.answer(id, answer);
  });
  return button;
}

function text(tag: 'h1' | 'p', words: string, className = ''): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = words;
  if (className) element.className = className;
  return element;
}

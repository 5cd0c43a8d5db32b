import { screen, type NativeImage, type BrowserWindow, type IpcMain, type IpcMainInvokeEvent } from 'electron';
import {
  askingChannels,
  askingSleep,
  type AskingAnswer,
  type AskingView,
  type QuestionView,
} from '../../src-preload/contract/asking.ts';
import type { ToolRule } from '../../src-preload/contract/program.ts';
import { offeredAnswers } from './offered-answers.ts';
import { askingUrl, pageOrigin } from './page-scheme.ts';
import { createAskingWindow } from './window.ts';
import type { Words } from './words.ts';

interface AskingOptions {
  preload: string;
  icon: () => NativeImage | undefined;
  ipcMain: Pick<IpcMain, 'handle'>;
  words: () => Words;
  /** What is to be asked now: nothing while Keyfob is locked. */
  questions: () => QuestionView[];
  answer: (id: string, answer: AskingAnswer, tools: ToolRule) => void;
  /** Called where the user closes the window or its page is lost. */
  onClosed: () => void;
}

/** Equal for two views of a question that look alike. */
function lookOf(question: QuestionView): string {
  const hasIcon = 'icon' in question && question.icon !== null;
  return JSON.stringify([question.id, hasIcon, question.about === 'server' && question.hasEnded]);
}

/** In CSS pixels. */
const heights = { least: 160, most: 800, title: 40 };

/**
 * The window that asks what programs may do. It is made for the first question, shown in front without taking the
 * focus, and gone with the last one. It answers no other request than its own, and its own from no other page.
 */
export class AskingWindow {
  readonly #options: AskingOptions;
  #window: BrowserWindow | undefined;
  /** By question and the monotonic clock: from when its answer counts. */
  #wakesAt = new Map<string, number>();
  /** What the page has: an icon may come later, and a program may end and come back. */
  #sent = '';

  constructor(options: AskingOptions) {
    this.#options = options;
    const { ipcMain, answer } = options;
    ipcMain.handle(askingChannels.list, (event) => (this.#isOurs(event) ? this.#view() : null));
    ipcMain.handle(askingChannels.answer, (event, id: unknown, given: unknown, rule: unknown) => {
      if (!this.#isOurs(event) || typeof id !== 'string' || performance.now() < (this.#wakesAt.get(id) ?? Infinity))
        return false;
      const question = options.questions().find((one) => one.id === id);
      const chosen = question && offeredAnswers(question).find((one) => one === given);
      const tools =
        question?.about === 'server' ? question.rules.find((one) => one === (rule ?? question.rules[0])) : 'reading';
      if (!chosen || !tools) return false;
      answer(id, chosen, tools);
      return true;
    });
    ipcMain.handle(askingChannels.fit, (event, height: unknown) => {
      if (!this.#isOurs(event) || typeof height !== 'number' || !Number.isFinite(height)) return false;
      return this.#fit(height);
    });
  }

  /** Shows what is asked now. Call it after every change. */
  look(): void {
    const view = this.#view();
    if (view.questions.length === 0) return this.#close();
    if (!this.#window) return this.#open();
    const asked = view.questions.map(lookOf).join(', ');
    if (asked === this.#sent) return;
    this.#sent = asked;
    const isNew = this.#sleep(view.questions);
    this.#window.webContents.send(askingChannels.changed, view);
    if (isNew && this.#window.isVisible()) this.#window.moveTop();
  }

  /** Brings the question to the front, because the user asked for it. */
  show(): void {
    this.#window?.show();
  }

  #open(): void {
    const { preload, icon, words } = this.#options;
    const window = createAskingWindow({ preload, icon, title: words().asking.title });
    this.#window = window;
    window.once('ready-to-show', () => {
      // What was drawn while the window was hidden, nothing of which the user has seen.
      this.#wakesAt.clear();
      this.#sleep(this.#options.questions());
      window.showInactive();
    });
    const lost = () => {
      if (this.#window !== window) return;
      this.#forget();
      if (!window.isDestroyed()) window.destroy();
      this.#options.onClosed();
    };
    window.on('closed', lost);
    window.webContents.once('render-process-gone', () => setImmediate(lost));
    void window.loadURL(askingUrl);
  }

  #close(): void {
    const window = this.#window;
    this.#forget();
    window?.destroy();
  }

  #forget(): void {
    this.#window = undefined;
    this.#wakesAt.clear();
    this.#sent = '';
  }

  /** Lets no answer count for half a second to a question that was not there before. Returns whether there is one. */
  #sleep(questions: readonly QuestionView[]): boolean {
    const wakesAt = performance.now() + askingSleep;
    const before = this.#wakesAt;
    this.#wakesAt = new Map(questions.map(({ id }) => [id, before.get(id) ?? wakesAt]));
    return questions.some(({ id }) => !before.has(id));
  }

  #view(): AskingView {
    const { asking, language } = this.#options.words();
    return { language, words: asking, questions: this.#options.questions() };
  }

  /** Grows downwards only, and not beyond the screen, so that nothing moves under the pointer. */
  #fit(height: number): boolean {
    const window = this.#window;
    if (!window) return false;
    const [width = 0] = window.getContentSize();
    const { y } = window.getContentBounds();
    const { workArea } = screen.getDisplayMatching(window.getBounds());
    const below = window.isVisible() ? workArea.y + workArea.height - y : workArea.height - heights.title;
    const most = Math.min(heights.most, Math.max(below, heights.least));
    window.setContentSize(width, Math.round(Math.min(Math.max(height, heights.least), most)));
    if (!window.isVisible()) window.center();
    return true;
  }

  #isOurs({ sender, senderFrame }: IpcMainInvokeEvent): boolean {
    const contents = this.#window?.webContents;
    return (
      contents !== undefined &&
      sender.id === contents.id &&
      senderFrame !== null &&
      senderFrame === contents.mainFrame &&
      senderFrame.origin === pageOrigin
    );
  }
}

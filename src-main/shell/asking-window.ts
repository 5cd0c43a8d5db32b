import type { BrowserWindow, IpcMain, IpcMainInvokeEvent } from 'electron';
import {
  askingChannels,
  askingSleep,
  type AskingAnswer,
  type AskingView,
  type QuestionView,
} from '../../src-preload/contract/asking.ts';
import { askingUrl, pageOrigin } from './page-scheme.ts';
import { createAskingWindow } from './window.ts';
import type { Words } from './words.ts';

interface AskingOptions {
  preload: string;
  ipcMain: Pick<IpcMain, 'handle'>;
  words: () => Words;
  /** What is to be asked now: nothing while Keyfob is locked. */
  questions: () => QuestionView[];
  answer: (id: string, answer: AskingAnswer) => void;
  /** Called where the user closes the window or its page is lost. */
  onClosed: () => void;
}

const answers: readonly string[] = ['once', 'always', 'not_now', 'never'] satisfies AskingAnswer[];

/**
 * The window that asks whether programs may use servers. It is made for the first question, shown in front without
 * taking the focus, and gone with the last one. It answers no other request than its own, and its own from no other
 * page.
 */
export class AskingWindow {
  readonly #options: AskingOptions;
  #window: BrowserWindow | undefined;
  #asked = '';
  /** By the monotonic clock: from when an answer counts. */
  #wakesAt = Infinity;

  constructor(options: AskingOptions) {
    this.#options = options;
    const { ipcMain, answer } = options;
    ipcMain.handle(askingChannels.list, (event) => (this.#isOurs(event) ? this.#view() : null));
    ipcMain.handle(askingChannels.answer, (event, id: unknown, given: unknown) => {
      if (!this.#isOurs(event) || performance.now() < this.#wakesAt) return false;
      if (typeof id !== 'string' || typeof given !== 'string' || !answers.includes(given)) return false;
      if (!options.questions().some((question) => question.id === id)) return false;
      answer(id, given as AskingAnswer);
      return true;
    });
    ipcMain.handle(askingChannels.fit, (event, height: unknown) => {
      if (!this.#isOurs(event) || typeof height !== 'number' || !Number.isFinite(height)) return false;
      return this.#fit(height);
    });
  }

  /** Shows what is asked now. Call it after every change. */
  look(): void {
    const asked = this.#options.questions().map(({ id }) => id);
    if (asked.length === 0) return this.#close();
    const isSame = asked.join(' ') === this.#asked;
    this.#asked = asked.join(' ');
    if (!this.#window) return this.#open();
    if (isSame) return;
    this.#sleep();
    this.#window.webContents.send(askingChannels.changed, this.#view());
    if (this.#window.isVisible()) this.#window.moveTop();
  }

  #open(): void {
    const window = createAskingWindow({ preload: this.#options.preload, title: this.#options.words().asking.title });
    this.#window = window;
    this.#wakesAt = Infinity;
    window.once('ready-to-show', () => {
      this.#sleep();
      window.showInactive();
    });
    const lost = () => {
      if (this.#window !== window) return;
      this.#window = undefined;
      this.#asked = '';
      if (!window.isDestroyed()) window.destroy();
      this.#options.onClosed();
    };
    window.on('closed', lost);
    window.webContents.once('render-process-gone', () => setImmediate(lost));
    void window.loadURL(askingUrl);
  }

  #close(): void {
    const window = this.#window;
    this.#window = undefined;
    this.#asked = '';
    window?.destroy();
  }

  #sleep(): void {
    this.#wakesAt = performance.now() + askingSleep;
  }

  #view(): AskingView {
    const { asking, language } = this.#options.words();
    return { language, words: asking, questions: this.#options.questions() };
  }

  #fit(height: number): boolean {
    const window = this.#window;
    if (!window) return false;
    const [width = 0] = window.getContentSize();
    window.setContentSize(width, Math.round(Math.min(Math.max(height, 160), 720)));
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

import type { BrowserWindow } from 'electron';
import { Followers } from '../base/followers.ts';
import { showWindow } from './window.ts';

interface MainWindowOptions {
  /** Creates the window, which shows itself at its first paint, and loads its page. */
  make: () => BrowserWindow;
  /** Called after the window was closed otherwise than by `end`. */
  onClosed: () => void;
}

/** The app's window: made when it is first needed, ended while it is out of view, and made again when it is wanted. */
export class MainWindow {
  readonly #options: MainWindowOptions;
  readonly #followers = new Followers<BrowserWindow>();
  #window: BrowserWindow | undefined;
  #isWanted = false;

  constructor(options: MainWindowOptions) {
    this.#options = options;
  }

  get current(): BrowserWindow | undefined {
    return this.#window;
  }

  /** The window while it is in view: what a dialog belongs to. */
  get visible(): BrowserWindow | undefined {
    return this.#window?.isVisible() ? this.#window : undefined;
  }

  /** Whether the window was to be shown for a reason: by the user, or by a link that was waited for. */
  get isWanted(): boolean {
    return this.#isWanted;
  }

  /** Makes the window where there is none, and returns it. */
  open(): BrowserWindow {
    if (this.#window) return this.#window;
    const window = this.#options.make();
    this.#window = window;
    window.once('closed', () => {
      if (this.#window !== window) return;
      this.#window = undefined;
      this.#options.onClosed();
    });
    this.#followers.tell(window);
    return window;
  }

  /** Brings the window to the front; a new one comes there by its first paint. */
  show(): void {
    this.#isWanted = true;
    if (this.#window) showWindow(this.#window);
    else this.open();
  }

  /** Ends the window with its page and its process, to free what they take. */
  end(): void {
    const window = this.#window;
    this.#window = undefined;
    window?.destroy();
  }

  /** Calls the listener with the present window and with each that is made later, until the returned function runs. */
  follow(listener: (window: BrowserWindow) => void): () => void {
    const stop = this.#followers.add(listener);
    if (this.#window) listener(this.#window);
    return stop;
  }

  /** Returns a function that ends every `follow` that is called from now on. */
  mark(): () => void {
    return this.#followers.mark();
  }
}

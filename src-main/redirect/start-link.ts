import type { App } from 'electron';
import { isStartedByLink, parseAppLink } from './app-link.ts';

/**
 * Whether a link has started this process: then no window is shown unless a stored request waits for the link, because
 * any page can open one. Linux and Windows pass it as an argument. macOS tells it in an event, which may come after the
 * app is ready: it counts until the first window is to be shown.
 */
export class StartLink {
  #isByLink: boolean;
  #isOver = false;

  constructor(argv: readonly string[]) {
    this.#isByLink = isStartedByLink(argv);
  }

  get isByLink(): boolean {
    return this.#isByLink;
  }

  /** Call it before the app is ready. `onUseless` is called for a link that no part of Keyfob understands. */
  listen(app: Pick<App, 'on'>, onUseless: () => void): void {
    app.on('open-url', (_event, url) => {
      if (!this.#isOver) this.#isByLink = true;
      if (this.#isByLink && !parseAppLink(url)) onUseless();
    });
  }

  /** Whether the first window may be shown, which has been painted. Links that come later have not started Keyfob. */
  mayShow(): boolean {
    this.#isOver = true;
    return !this.#isByLink;
  }
}

import type { PageState, Place } from '../../src-preload/contract.ts';
import type { Session } from '../connections/slot.ts';
import type { Listener } from './publish.ts';

interface KeptPageOptions {
  windows: { listeners: () => Iterable<Listener> };
  window: {
    /** Whether the window is in view. */
    isShown: () => boolean;
    /** Brings the window to the front, and makes it where there is none. */
    show: () => void;
    /** Ends the window with its page. */
    end: () => void;
  };
  /** Whether something is under way whose end only the present page can show. */
  isBusy: () => boolean;
  /** In milliseconds: how long the page of a closed window is kept. */
  endsAfter?: number;
}

const aMinute = 60_000;

/**
 * Ends the page of a window that was closed to the tray, once it has handed over what the next page needs: most of the
 * memory that Keyfob takes is the page's. The state is in memory only, and for one page of the same profile.
 */
export class KeptPage {
  readonly #options: KeptPageOptions;
  readonly #endsAfter: number;
  #kept: { profileId: string; state: PageState } | undefined;
  #place: Place | null = null;
  /** Whether the page has asked for its state, and hears events. */
  #isListening = false;
  #isLeaving = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: KeptPageOptions) {
    this.#options = options;
    this.#endsAfter = options.endsAfter ?? aMinute;
  }

  /** Call it when a window is made: its page has yet to load. */
  isNew(): void {
    this.#isListening = false;
    this.stay();
  }

  /** Call it when the window is closed and Keyfob goes on. */
  leave(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), this.#endsAfter).unref();
  }

  /** Call it when the window is in view again, or Keyfob ends. */
  stay(): void {
    clearTimeout(this.#timer);
    this.#isLeaving = false;
  }

  /** Shows the window at this place, once its page has loaded. */
  goTo(place: Place): void {
    this.#options.window.show();
    if (!this.#isListening) this.#place = place;
    else for (const { send } of this.#options.windows.listeners()) send('app:go-to', place);
  }

  keep({ profileId }: Session, state: PageState): void {
    if (!this.#isLeaving || this.#options.window.isShown()) return;
    this.stay();
    this.#kept = { profileId, state };
    // After the answer: the request is the page's.
    setImmediate(() => {
      if (!this.#options.window.isShown()) this.#options.window.end();
    });
  }

  restore({ profileId }: Session): { state: PageState | null; place: Place | null } {
    const state = this.#kept?.profileId === profileId ? this.#kept.state : null;
    const place = this.#place;
    this.#kept = undefined;
    this.#place = null;
    this.#isListening = true;
    return { state, place };
  }

  /** A page that does not answer, or whose state is too large, is asked again later, and stays meanwhile. */
  #ask(): void {
    this.leave();
    if (this.#options.isBusy()) return;
    this.#isLeaving = true;
    for (const { send } of this.#options.windows.listeners()) send('page:leaving', null);
  }
}

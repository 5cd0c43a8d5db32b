import type { IpcMainInvokeEvent, WebContents } from 'electron';
import type { Session } from '../connections/slot.ts';
import type { Requester } from './area.ts';
import type { Listener } from './publish.ts';

/** The app's windows and the session of each. Requests from any other window are refused. */
export class WindowSessions {
  readonly #windows = new Map<number, { contents: WebContents; session: Session | undefined }>();
  readonly #origin: string;
  #own: Session | undefined;

  constructor(origin: string) {
    this.#origin = origin;
  }

  add(contents: WebContents): void {
    const { id } = contents;
    this.#windows.set(id, { contents, session: undefined });
    contents.once('destroyed', () => this.#windows.delete(id));
  }

  /** What the desktop half shows, with a window or without: the session that was bound last. */
  get own(): Session | undefined {
    return this.#own;
  }

  /** Binds every window that has no session yet. */
  bind(session: Session): void {
    this.#own = session;
    for (const window of this.#windows.values()) window.session ??= session;
  }

  /** Rebinds every window whose session is no longer valid, and returns their listeners. */
  rebind(isValid: (session: Session) => boolean, replacementFor: (session: Session) => Session): Listener[] {
    if (this.#own && !isValid(this.#own)) this.#own = replacementFor(this.#own);
    const gone = [...this.#windows.values()].filter(({ session }) => session && !isValid(session));
    return gone.flatMap((window) => {
      if (!window.session) return [];
      window.session = replacementFor(window.session);
      return [{ session: window.session, send: senderTo(window.contents) }];
    });
  }

  /**
   * Whether the request comes from the top frame of one of our windows, showing our page. A destroyed frame is refused.
   */
  isOurs({ sender, senderFrame }: IpcMainInvokeEvent): boolean {
    const window = this.#windows.get(sender.id);
    return (
      window !== undefined &&
      senderFrame !== null &&
      senderFrame === window.contents.mainFrame &&
      senderFrame.origin === this.#origin
    );
  }

  /** The requesting window; undefined if it has no session yet. */
  requesterOf(event: IpcMainInvokeEvent): Requester | undefined {
    const window = this.isOurs(event) ? this.#windows.get(event.sender.id) : undefined;
    if (!window?.session) return undefined;
    const { session } = window;
    const send = senderTo(window.contents);
    return {
      session,
      bind: (next) => {
        window.session = next;
        this.#own = next;
      },
      send: (name, event) => {
        if (window.session === session) send(name, event);
      },
    };
  }

  *listeners(): Generator<Listener> {
    for (const { contents, session } of this.#windows.values()) {
      if (session && !contents.isDestroyed()) yield { session, send: senderTo(contents) };
    }
  }
}

/** Does nothing if the window was closed meanwhile. */
function senderTo(contents: WebContents): Listener['send'] {
  return (name, event) => {
    if (!contents.isDestroyed()) contents.send(name, event);
  };
}

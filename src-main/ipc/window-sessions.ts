import type { IpcMainInvokeEvent, WebContents } from 'electron';
import type { Session } from '../connections/slot.ts';
import type { Requester } from './area.ts';
import type { Listener } from './publish.ts';

/** Which windows are ours, and as whom each of them asks. A window that was never added here is nobody. */
export class WindowSessions {
  readonly #windows = new Map<number, { contents: WebContents; session: Session | undefined }>();
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  add(contents: WebContents): void {
    const { id } = contents;
    this.#windows.set(id, { contents, session: undefined });
    contents.once('destroyed', () => this.#windows.delete(id));
  }

  /** Binds every window that has no session yet. */
  bind(session: Session): void {
    for (const window of this.#windows.values()) window.session ??= session;
  }

  /** Binds every window whose session no longer counts to another one, and returns who listens there. */
  rebind(isValid: (session: Session) => boolean, replacementFor: (session: Session) => Session): Listener[] {
    const gone = [...this.#windows.values()].filter(({ session }) => session && !isValid(session));
    return gone.flatMap((window) => {
      if (!window.session) return [];
      window.session = replacementFor(window.session);
      return [{ session: window.session, send: senderTo(window.contents) }];
    });
  }

  /** Whether the top frame of one of our windows asks, showing our page. A frame that is gone is nobody's. */
  isOurs({ sender, senderFrame }: IpcMainInvokeEvent): boolean {
    const window = this.#windows.get(sender.id);
    return (
      window !== undefined &&
      senderFrame !== null &&
      senderFrame === window.contents.mainFrame &&
      senderFrame.origin === this.#origin
    );
  }

  /** Who asks; undefined for a window that is bound to nobody yet. */
  requesterOf(event: IpcMainInvokeEvent): Requester | undefined {
    const window = this.isOurs(event) ? this.#windows.get(event.sender.id) : undefined;
    if (!window?.session) return undefined;
    const { session } = window;
    const send = senderTo(window.contents);
    return {
      session,
      bind: (next) => void (window.session = next),
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

/** A window that is closed meanwhile hears nothing. */
function senderTo(contents: WebContents): Listener['send'] {
  return (name, event) => {
    if (!contents.isDestroyed()) contents.send(name, event);
  };
}

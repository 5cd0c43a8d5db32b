import { type Principal, attentionFor, type ServerView } from '../../src-preload/contract.ts';
import type { NoticeListeners } from './show-notification.ts';

export interface NoticeWords {
  signedIn: { title: string; body: string };
  lapsed: { title: string; body: string };
  keyLapsed: { title: string; body: string };
  moreAccess: { title: string; body: string };
  stillHere: { title: string; body: string };
  stillInUse: { title: string; body: string };
  startsAtLogin: { title: string; body: string };
  entryVanished: { title: string; body: string };
}

interface NoticeOptions {
  words: () => NoticeWords;
  wanted: () => boolean;
  /** Whether the window has the user's attention. */
  isWatched: () => boolean;
  show: (notice: { title: string; body: string }, listeners: NoticeListeners) => void;
  open: (serverId?: string) => void;
  openSettings: () => void;
}

/** What a notification names, and what follows from it. A click shows the server, unless `onClick` says otherwise. */
interface Told extends Partial<NoticeListeners> {
  server?: string;
  serverId?: string;
  program?: string;
}

/**
 * Shows notifications for events while the window is not in view: a sign-in that completed, and one that lapsed. Each
 * is shown once.
 */
export class Notices {
  readonly #options: NoticeOptions;
  /** Servers that were usable at the last look at the window, and whether they needed more access then. */
  readonly #usable = new Map<string, 'well' | 'moreAccess'>();

  constructor(options: NoticeOptions) {
    this.#options = options;
  }

  signedIn({ id, name }: Pick<ServerView, 'id' | 'name'>): void {
    if (!this.#options.isWatched()) this.#tell('signedIn', { server: name, serverId: id });
  }

  /** Tells that Keyfob keeps running after the window was closed, and calls `onShown` once that is on the screen. */
  stillHere(onShown: () => void): void {
    this.#tell('stillHere', { onShown });
  }

  /** The same where there is no tray, and programs use Keyfob. */
  stillInUse(onShown: () => void): void {
    this.#tell('stillInUse', { onShown });
  }

  /** Tells that Keyfob starts at login from now on, because a program may always use it. A click opens the settings. */
  startsAtLogin(): void {
    this.#tell('startsAtLogin', { onClick: this.#options.openSettings });
  }

  /** Tells that a program has lost what Keyfob wrote into its settings for a server. A click shows the server. */
  entryVanished(program: string, { id, name }: Pick<ServerView, 'id' | 'name'>): void {
    this.#tell('entryVanished', { server: name, serverId: id, program });
  }

  /** Compares with the earlier state, and tells which sign-ins newly need the user. */
  look(servers: readonly ServerView[], now: number, me: Principal): void {
    for (const server of servers) {
      const { id, name, status, grantType } = server;
      const need = attentionFor(server, now, me);
      if (need === 'moreAccess') {
        if (this.#usable.get(id) === 'well') this.#tell('moreAccess', { server: name, serverId: id });
        this.#usable.set(id, 'moreAccess');
      } else if (need === 'signInAgain') {
        if (this.#usable.delete(id))
          this.#tell(grantType === 'key' ? 'keyLapsed' : 'lapsed', { server: name, serverId: id });
      } else if (status.state === 'signed_in') {
        this.#usable.set(id, 'well');
      } else if (status.state === 'signed_out' || status.state === 'off') {
        this.#usable.delete(id);
      }
    }
  }

  /** Call when the profile changes or sees other servers: the earlier state does not apply. */
  forget(): void {
    this.#usable.clear();
  }

  #tell(kind: keyof NoticeWords, { server = '', serverId, program = '', onClick, onShown }: Told): void {
    const { wanted, words, show, open } = this.#options;
    if (!wanted()) return;
    const { title, body } = words()[kind];
    const filled = (text: string) => text.replace('{server}', () => server).replace('{program}', () => program);
    show({ title: filled(title), body: filled(body) }, { onClick: onClick ?? (() => open(serverId)), onShown });
  }
}

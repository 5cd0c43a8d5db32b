import { type Principal, attentionFor, type ServerView } from '../../src-preload/contract.ts';

export interface NoticeWords {
  signedIn: { title: string; body: string };
  lapsed: { title: string; body: string };
  moreAccess: { title: string; body: string };
  stillHere: { title: string; body: string };
}

interface NoticeOptions {
  words: () => NoticeWords;
  wanted: () => boolean;
  /** Whether the person looks at the window anyway. */
  isWatched: () => boolean;
  /** Puts it on the screen; `onClick` is what the person does with it. */
  show: (notice: { title: string; body: string }, onClick: () => void) => void;
  open: (serverId?: string) => void;
}

/** Tells what happens while nobody looks at the window: a sign-in that is done, and one that lapses. Nothing is told twice. */
export class Notices {
  readonly #options: NoticeOptions;
  /** Servers that were usable when somebody last looked, and whether they wanted more access already. */
  readonly #usable = new Map<string, 'well' | 'moreAccess'>();

  constructor(options: NoticeOptions) {
    this.#options = options;
  }

  signedIn({ id, name }: Pick<ServerView, 'id' | 'name'>): void {
    if (!this.#options.isWatched()) this.#tell('signedIn', name, id);
  }

  /** That the window is gone and Keyfob is not. */
  stillHere(): void {
    this.#tell('stillHere', '');
  }

  /** Looks at what holds now, and tells which sign-ins need a person that did not need one before. */
  look(servers: readonly ServerView[], now: number, me: Principal): void {
    for (const server of servers) {
      const { id, name, status } = server;
      const need = attentionFor(server, now, me);
      if (need === 'moreAccess') {
        if (this.#usable.get(id) === 'well') this.#tell('moreAccess', name, id);
        this.#usable.set(id, 'moreAccess');
      } else if (need === 'signInAgain') {
        if (this.#usable.delete(id)) this.#tell('lapsed', name, id);
      } else if (status.state === 'signed_in') {
        this.#usable.set(id, 'well');
      } else if (status.state === 'signed_out' || status.state === 'off') {
        this.#usable.delete(id);
      }
    }
  }

  /** Somebody else sits here, or sees other servers: what was usable was theirs. */
  forget(): void {
    this.#usable.clear();
  }

  #tell(kind: keyof NoticeWords, server: string, serverId?: string): void {
    const { wanted, words, show, open } = this.#options;
    if (!wanted()) return;
    const { title, body } = words()[kind];
    const filled = (text: string) => text.replace('{server}', () => server);
    show({ title: filled(title), body: filled(body) }, () => open(serverId));
  }
}

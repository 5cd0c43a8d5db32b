import type * as z from 'zod/mini';
import type { AppView, AuthorityView, EventName, Events } from '../../src-preload/contract.ts';
import type { AskPerson } from '../connections/servers/allowed-origins.ts';
import type { Context } from '../connections/context.ts';
import type { Imports, ImportSource } from '../connections/servers/import-servers.ts';
import type { Session } from '../connections/slot.ts';
import type { Desktop } from '../app/desktop.ts';
import type { Lock } from '../lock/lock.ts';
import type { SessionPool } from '../mcp/session-pool.ts';
import type { StorageKeys } from '../app/open-vaulted-store.ts';

/** Files that a person chooses: a window never names one. */
export interface Files {
  /** Returns where it was written; undefined where the person thought better of it. Throws `file_not_written`. */
  save: (suggestedName: string, contents: string | Uint8Array) => Promise<string | undefined>;
  /** Throws `file_invalid` for one that cannot be read or is too large to be meant. */
  open: () => Promise<{ name: string; text: string } | null>;
  /** The bytes of a file of certificates; null where the person thought better of it. Throws as `open` does. */
  openCertificates: () => Promise<Uint8Array | null>;
}

/** What answers are made with, put together once at start. */
export interface Services {
  context: Context;
  pool: SessionPool;
  describe: (session: Session) => AppView;
  copy: (text: string) => void;
  keys: StorageKeys;
  lock: Lock;
  askPerson: AskPerson;
  /** Asks whether these may vouch for servers from now on. */
  askAboutAuthorities: (authorities: AuthorityView[]) => Promise<boolean>;
  /** Asks whether everything secret may go, because the passphrase is lost. */
  askToForget: () => Promise<boolean>;
  desktop: Desktop;
  files: Files;
  imports: Imports;
  /** What other programs on this computer have written down. */
  programs: () => Promise<ImportSource[]>;
  /** Tool calls under way, by who made them and what their window calls them. */
  calls: Map<string, AbortController>;
}

/** The window that asks, as the main process knows it: nothing in a request can change who it is. */
export interface Requester {
  session: Session;
  /** Makes it ask as somebody else from now on. */
  bind: (session: Session) => void;
  /** To this window alone, as long as it asks as this session. */
  send: <Name extends EventName>(name: Name, event: Events[Name]) => void;
}

interface Exchange {
  input: unknown;
  output: unknown;
}

/** Everything about one request but who may ask, which the window has to know as well: `contract/permissions.ts`. */
export interface RequestHandler<E extends Exchange> {
  /** What may come in. Anything else is refused before `answer` sees it. */
  input: z.ZodMiniType<E['input']>;
  /** Answered although Keyfob is locked: it says nothing of what that hides. */
  whileLocked?: true;
  answer: (services: Services, requester: Requester, input: E['input']) => E['output'] | Promise<E['output']>;
}

/** The requests of one part of the contract. One that is missing, or that is not in the contract, does not compile. */
export type Area<Requests> = {
  [Name in keyof Requests]: Requests[Name] extends Exchange ? RequestHandler<Requests[Name]> : never;
};

import type { Managed } from '../../src-main/base/managed.ts';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import { serverView } from '../../src-main/connections/connection-view.ts';
import type { Context, DomainEvent } from '../../src-main/connections/context.ts';
import { finishAuthorization } from '../../src-main/connections/sign-in/finish-authorization.ts';
import type { SignInOptions } from '../../src-main/connections/state/sign-in.ts';
import { addServer } from '../../src-main/connections/servers/servers.ts';
import { requireServer, type Session, type Slot } from '../../src-main/connections/slot.ts';
import type { Log, LogFacts } from '../../src-main/base/log.ts';
import { openEngine } from '../../src-main/app/open-engine.ts';
import type { OpenedStore, StorageKeys } from '../../src-main/app/open-vaulted-store.ts';
import { listenOnLoopback, type LoopbackListener } from '../../src-main/redirect/loopback.ts';
import { openDatabase } from '../../src-main/store/database.ts';
import type { Keyring } from '../../src-main/store/keys/keyring.ts';
import type { Store } from '../../src-main/store/store.ts';
import type { ServerView } from '../../src-preload/contract.ts';
import { answerPages, type Answers } from '../fixtures/person.ts';
import { wrappingKeyring } from './wrapping-keyring.ts';

const root = join(import.meta.dirname, '../..');

/** A folder that is removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'keyfob-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

let emptyDatabase: Buffer | undefined;

/** A folder with a database at the newest version, as at a second start: created once and copied for each test. */
function furnishedFolder(): string {
  const folder = temporaryFolder();
  const file = join(folder, 'keyfob.sqlite');
  if (emptyDatabase) writeFileSync(file, emptyDatabase, { mode: 0o600 });
  else {
    openDatabase(file, { migrations: join(root, 'migrations') }).close();
    emptyDatabase = readFileSync(file);
  }
  return folder;
}

interface KeyfobOptions {
  /** An existing folder, for a second process on the same database. */
  folder?: string;
  appLinksWork?: boolean;
  /** What an administrator has set. */
  managed?: Managed;
  /** As on Windows. */
  prefersLoopback?: boolean;
  keyring?: Keyring;
  /** A log that is written in addition to the lines kept here. */
  fileLog?: Log;
  openBrowser?: (url: URL) => Promise<void>;
  /** How it reaches the network. */
  network?: Parameters<typeof openEngine>[0]['network'];
}

/** Keyfob without windows: the real store in a file, the real network, and a browser that only records addresses. */
export interface Keyfob {
  folder: string;
  context: Context;
  store: Store;
  storage: OpenedStore['storage'];
  keys: StorageKeys;
  backUp: () => Promise<void>;
  session: Session;
  /** The published events, without those of the activity log. */
  events: DomainEvent[];
  subscribe: (listener: Context['publish']) => void;
  /** The addresses opened in the browser. */
  opened: URL[];
  /** Every line of the log, as text. */
  log: string[];
  /** How far this Keyfob's clock is ahead, in milliseconds. */
  clock: { ahead: number };
  loopbackPorts: number[];
  addServer: (url: string) => string;
  slot: (serverId: string) => Slot;
  view: (serverId: string) => ServerView;
  /** The results of sign-ins so far: an error code, or `signed in`. */
  completed: () => string[];
  nextCompletion: () => Promise<string>;
  /** Delivers a redirect URL by its return path (app link or loopback), and waits until it is handled. */
  bringBack: (url: string) => Promise<void>;
  /** From the click to the tokens, on the real authorization server's pages. */
  signIn: (serverId: string, answers?: Answers, options?: SignInOptions) => Promise<void>;
  /** Frees the loopback ports, as the end of the process does. */
  stopListening: () => void;
  close: () => void;
}

export async function startKeyfob(options: KeyfobOptions = {}): Promise<Keyfob> {
  const folder = options.folder ?? furnishedFolder();
  const clock = { ahead: 0 };
  const now = () => Date.now() + clock.ahead;
  const opened: URL[] = [];
  const log: string[] = [];
  const loopbackPorts: number[] = [];
  const listeners: LoopbackListener[] = [];
  const note = (message: string, facts: LogFacts = {}) => {
    log.push([message, ...Object.values(facts).map((fact) => describeFact(fact))].join(' '));
  };
  const noting = (level: keyof Log) => (message: string, facts?: LogFacts) => {
    note(message, facts);
    options.fileLog?.[level](message, facts);
  };
  const { context, subscribe, session, store, storage, keys, backUp, close } = await openEngine({
    store: { folder, root, keyring: options.keyring ?? wrappingKeyring, now },
    outside: {
      version: '1.0.0',
      log: { info: noting('info'), warn: noting('warn') },
      openBrowser: async (url) => {
        opened.push(url);
        await options.openBrowser?.(url);
      },
      appLinksWork: async () => options.appLinksWork ?? true,
      prefersLoopback: options.prefersLoopback ?? false,
      managed: options.managed ?? null,
      listenOnLoopback: async (address, onResponse) => {
        const listener = await listenOnLoopback({
          ...address,
          page: '<!doctype html><p>Done</p>',
          unprovedPage: '<!doctype html><p>Refused, by whomever</p>',
          onResponse,
        });
        loopbackPorts.push(Number(new URL(listener.redirectUri).port));
        listeners.push(listener);
        onTestFinished(() => listener.close());
        return listener;
      },
    },
    ...(options.network && { network: options.network }),
  });
  onTestFinished(() => close());
  const events: DomainEvent[] = [];
  const waiting: ((outcome: string) => void)[] = [];
  subscribe((event) => {
    if (event.type !== 'activity_recorded') events.push(event);
    if (event.type === 'connection_completed') for (const tell of waiting.splice(0)) tell(outcomeOf(event));
  });
  const nextCompletion = () => new Promise<string>((resolve) => waiting.push(resolve));

  const kit: Keyfob = {
    folder,
    context,
    store,
    storage,
    keys,
    backUp,
    session,
    events,
    subscribe,
    opened,
    log,
    clock,
    loopbackPorts,
    stopListening: () => {
      for (const listener of listeners) listener.close();
    },
    addServer: (url) => addServer(context, session, { url }).id,
    slot: (serverId) => ({ workspaceId: session.workspaceId, serverId, profileId: session.profileId }),
    view: (serverId) => serverView(context, session, requireServer(store, session, serverId)),
    completed: () => events.filter((event) => event.type === 'connection_completed').map(outcomeOf),
    nextCompletion,
    async bringBack(url) {
      if (!url.startsWith('http:')) return finishAuthorization(context, url);
      const completion = nextCompletion();
      const response = await fetch(url);
      if (!response.ok) throw new Error(`the loopback listener answered ${response.status}`);
      await completion;
    },
    async signIn(serverId, answers, connectOptions) {
      await connect(context, session, serverId, connectOptions);
      const url = opened.at(-1);
      if (!url) throw new Error('no browser opened');
      await kit.bringBack(await answerPages(url.href, answers));
    },
    close,
  };
  return kit;
}

function outcomeOf(event: DomainEvent & { type: 'connection_completed' }): string {
  return event.error?.code ?? 'signed in';
}

function describeFact(fact: LogFacts[string]): string {
  if (!(fact instanceof Error)) return String(fact);
  const { name, message, cause } = fact;
  return `${name}: ${message}${cause instanceof Error ? ` <- ${describeFact(cause)}` : ''}`;
}

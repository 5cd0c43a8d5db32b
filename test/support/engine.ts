import { join } from 'node:path';
import type { Context } from '../../src-main/connections/context.ts';
import type { Session } from '../../src-main/connections/slot.ts';
import { openEngine as open } from '../../src-main/app/open-engine.ts';
import type { StorageKeys } from '../../src-main/app/open-vaulted-store.ts';
import { listenOnLoopback } from '../../src-main/redirect/loopback.ts';
import type { Keyring } from '../../src-main/store/keys/keyring.ts';
import type { Store } from '../../src-main/store/store.ts';
import { wrappingKeyring } from './wrapping-keyring.ts';

export interface Engine {
  context: Context;
  store: Store;
  session: Session;
  keys: StorageKeys;
  subscribe: (listener: Context['publish']) => void;
  /** The last URL opened in the browser. */
  opened: () => URL;
  close: () => void;
}

interface EngineOptions {
  folder: string;
  /** The folder of `migrations`. */
  root?: string;
  /** How far its clock is ahead, in milliseconds. */
  ahead?: () => number;
  keyring?: Keyring;
}

/** Keyfob without windows on a persistent database, for processes outside of a test runner. */
export async function openEngine({
  folder,
  root,
  ahead = () => 0,
  keyring = wrappingKeyring,
}: EngineOptions): Promise<Engine> {
  const now = () => Date.now() + ahead();
  const project = join(import.meta.dirname, '../..');
  let last: URL | undefined;
  const { context, store, keys, session, subscribe, close } = await open({
    store: { folder, root: root ?? project, keyring, now },
    outside: {
      version: '1.0.0',
      log: { info: () => undefined, warn: () => undefined },
      openBrowser: async (url) => void (last = url),
      appLinksWork: async () => true,
      listenOnLoopback: (address, onResponse) =>
        listenOnLoopback({ ...address, page: '<!doctype html><p>Done</p>', onResponse }),
    },
  });
  return {
    context,
    store,
    keys,
    session,
    subscribe,
    opened() {
      if (!last) throw new Error('no browser opened');
      return last;
    },
    close,
  };
}

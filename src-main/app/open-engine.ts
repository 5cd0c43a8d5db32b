import type { Context } from '../connections/context.ts';
import type { GuardedFetch } from '../http/guarded-fetch.ts';
import type { Session } from '../connections/slot.ts';
import { createContext } from './create-context.ts';
import { followWithHistory, openHistoryOf } from './open-history-of.ts';
import { openVaultedStore, type OpenedStore } from './open-vaulted-store.ts';

type CreateContext = Parameters<typeof createContext>;

/** The store that was opened, and the engine on it. */
export interface Engine extends OpenedStore {
  context: Context;
  /** Calls the listener for each event, after the engine has dropped what the event makes invalid. */
  subscribe: (listener: Context['publish']) => void;
  /** The guarded fetch for the address of updates. */
  fetchUpdates: (address: URL) => GuardedFetch;
  /** The first profile of the first workspace. */
  session: Session;
}

interface EngineOptions {
  /** Where the database is, what seals it, and the clock. */
  store: Parameters<typeof openVaultedStore>[0];
  /**
   * The browser, the log and the ways back from the browser, which differ between the app, the doctor and the tests.
   */
  outside: Omit<CreateContext[0], 'store' | 'now' | 'history'>;
  /** How this computer reaches the network; without it, through no proxy. */
  network?: CreateContext[1];
}

/**
 * Opens the engine: the encrypted store, and the context that every function of `connections` takes. The app, the
 * doctor and the tests open it here, so that they run the same one. Throws what opening the store throws; then nothing
 * stays open.
 */
export async function openEngine({ store, outside, network }: EngineOptions): Promise<Engine> {
  const opened = await openVaultedStore(store);
  const history = openHistoryOf(opened, { ...store, log: outside.log });
  try {
    const { context, subscribe, fetchUpdates } = createContext(
      { ...outside, store: opened.store, now: store.now, history },
      network,
    );
    followWithHistory(history, context, subscribe);
    const { workspace, profile } = opened.first;
    return {
      ...opened,
      close() {
        // Their timers would use a database that is closed.
        context.attempts.dropAll();
        history.close();
        opened.close();
      },
      context,
      subscribe,
      fetchUpdates,
      session: { workspaceId: workspace.id, profileId: profile.id, role: profile.role },
    };
  } catch (error) {
    history.close();
    opened.close();
    throw error;
  }
}

import { writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { accessToken } from '../../src-main/connections/tokens/access-token.ts';
import { connect } from '../../src-main/connections/sign-in/connect.ts';
import { disconnect } from '../../src-main/connections/sign-out/disconnect.ts';
import { finishAuthorization } from '../../src-main/connections/sign-in/finish-authorization.ts';
import { changeSettings } from '../../src-main/connections/servers/settings.ts';
import type { ServerOutbound } from '../../src-main/http/guarded-fetch.ts';
import { openDatabase } from '../../src-main/store/database.ts';
import type { Keyring } from '../../src-main/store/keys/keyring.ts';
import { answerPages } from '../fixtures/person.ts';
import { openEngine, type Engine } from '../support/engine.ts';
import { wrappingKeyring } from '../support/wrapping-keyring.ts';

/** The order for a process that will be killed. */
export interface Order {
  step: StepName;
  folder: string;
  root: string;
  serverId: string;
  /** How far its clock is ahead, in milliseconds. */
  ahead: number;
}

/** The steps at which a process can be killed, in order. */
export const steps = {
  'before the intent is written': renewing(({ store }) => {
    store.renewalLeases.put = stop;
  }),
  'after the intent is written': renewing((engine) => {
    onTokenRequest(engine, () => stop());
  }),
  'request sent': renewing((engine) => {
    // The network decides whether the request arrives before the process ends: both happen.
    onTokenRequest(engine, async (send) => {
      setTimeout(announce, Math.random() * 100);
      await send();
      return wait(60_000, Response.error());
    });
  }),
  'answer read': renewing((engine) => {
    onTokenRequest(engine, async (send) => {
      const answer = await send();
      await answer.clone().arrayBuffer();
      return stop();
    });
  }),
  'before the commit': renewing(({ store }) => {
    const { replaceTokens } = store.tokenSets;
    store.tokenSets.replaceTokens = (...tokens) =>
      store.transaction(() => {
        replaceTokens(...tokens);
        return stop();
      });
  }),
  'after the commit': renewing(({ store }) => {
    const { replaceTokens } = store.tokenSets;
    store.tokenSets.replaceTokens = (...tokens) => {
      replaceTokens(...tokens);
      return stop();
    };
  }),
  'signing out: before anything is sent': signingOut((engine) => {
    onTokenRequest(engine, () => stop());
  }),
  'signing out: revoked, not deleted': signingOut(({ store }) => {
    store.tokenSets.remove = stop;
  }),
  'signing out: deleted': signingOut(({ store }) => {
    const { remove } = store.tokenSets;
    store.tokenSets.remove = (...slot) => {
      remove(...slot);
      return stop();
    };
  }),
  'connecting: before the request is stored': connecting(({ store }) => {
    store.authorizationRequests.save = stop;
  }),
  'connecting: request stored': connecting(({ store }) => {
    const { save } = store.authorizationRequests;
    store.authorizationRequests.save = (request) => {
      save(request);
      return stop();
    };
  }),
  'connecting: browser open': connecting((engine, order) => {
    engine.context.openBrowser = async (url) => {
      writeFileSync(lateAnswer(order), await answerPages(url.href));
      return stop();
    };
  }),
  'finishing: code sent': finishing((engine) => {
    onTokenRequest(engine, async (send) => {
      setTimeout(announce, Math.random() * 100);
      await send();
      return wait(60_000, Response.error());
    });
  }),
  'finishing: answer read': finishing((engine) => {
    onTokenRequest(engine, async (send) => {
      const answer = await send();
      await answer.clone().arrayBuffer();
      return stop();
    });
  }),
  'finishing: before the commit': finishing(({ store }) => {
    const { save } = store.tokenSets;
    store.tokenSets.save = (tokens) =>
      store.transaction(() => {
        save(tokens);
        return stop();
      });
  }),
  'finishing: after the commit': finishing(({ store }) => {
    const { save } = store.tokenSets;
    store.tokenSets.save = (tokens) => {
      save(tokens);
      return stop();
    };
  }),
  'reconfiguring: before anything is sent': reconfiguring((engine) => {
    onTokenRequest(engine, () => stop());
  }),
  'reconfiguring: revoked, not deleted': reconfiguring(({ store }) => {
    store.tokenSets.removeAllOf = stop;
  }),
  'reconfiguring: deleted, before the commit': reconfiguring(({ store }) => {
    // Within the transaction, after the tokens are deleted and the settings are changed.
    store.servers.setClientIssuer = stop;
  }),
  'reconfiguring: after the commit': reconfiguring(({ context }) => {
    context.publish = stop;
  }),
  'new key: wrapped, not stored': async (order) => {
    let rotating = false;
    const keyring: Keyring = {
      ...wrappingKeyring,
      unwrap: async (wrapped) => (rotating ? stop() : wrappingKeyring.unwrap(wrapped)),
    };
    const { keys } = await openEngine({ folder: order.folder, keyring });
    rotating = true;
    await keys.rotate();
  },
  'new key: being used': async (order) => {
    const { keys } = await openEngine({ folder: order.folder });
    announceTransactions();
    // In a loop, so that the kill hits the middle of one.
    for (;;) {
      await keys.rotate();
      await wait(0);
    }
  },
  'new key: stored': async (order) => {
    const { keys } = await openEngine({ folder: order.folder });
    await keys.rotate();
    stop();
  },
  'sealing again what version 13 left': async (order) => {
    // Migrated before, so that the first transaction is the one in question.
    openDatabase(join(order.folder, 'keyfob.sqlite'), { migrations: join(order.root, 'migrations') }).close();
    announceTransactions();
    await openEngine({ folder: order.folder, root: order.root });
    stop();
  },
  // The migration takes long: the parent kills this process in the middle.
  migrating: async (order: Order) => {
    announceTransactions();
    await openEngine({ folder: order.folder, root: order.root });
    stop();
  },
} satisfies Record<string, (order: Order) => Promise<void>>;

export type StepName = keyof typeof steps;

function renewing(prepare: (engine: Engine) => void) {
  return async (order: Order) => {
    const engine = await openEngine({ ...order, ahead: () => order.ahead });
    prepare(engine);
    await accessToken(engine.context, slotOf(engine, order));
  };
}

function signingOut(prepare: (engine: Engine) => void) {
  return async (order: Order) => {
    const engine = await openEngine({ ...order, ahead: () => order.ahead });
    prepare(engine);
    await disconnect(engine.context, engine.session, order.serverId);
  };
}

/** Signs in to a server that is signed out. */
function connecting(prepare: (engine: Engine, order: Order) => void) {
  return async (order: Order) => {
    const engine = await signedOut(order);
    prepare(engine, order);
    await connect(engine.context, engine.session, order.serverId);
  };
}

/** The same, killed after the browser has returned: the response is stored for the next process. */
function finishing(prepare: (engine: Engine) => void) {
  return async (order: Order) => {
    const engine = await signedOut(order);
    await connect(engine.context, engine.session, order.serverId);
    const answer = await answerPages(engine.opened().href);
    writeFileSync(lateAnswer(order), answer);
    prepare(engine);
    await finishAuthorization(engine.context, answer);
  };
}

async function signedOut(order: Order): Promise<Engine> {
  const engine = await openEngine({ ...order, ahead: () => order.ahead });
  await disconnect(engine.context, engine.session, order.serverId);
  return engine;
}

/** Changes a setting that sign-ins depend on. */
function reconfiguring(prepare: (engine: Engine) => void) {
  return async (order: Order) => {
    const engine = await openEngine({ ...order, ahead: () => order.ahead });
    prepare(engine);
    await changeSettings(engine.context, engine.session, order.serverId, { scope: 'tools.read' });
  };
}

/** Where a killed process leaves the redirect URL of the browser. */
export function lateAnswer({ folder }: Pick<Order, 'folder'>): string {
  return join(folder, 'late-answer.txt');
}

function slotOf({ session }: Engine, { serverId }: Order) {
  return { workspaceId: session.workspaceId, serverId, profileId: session.profileId };
}

/**
 * Steps that end within a transaction: how many transactions are started before at most, and how long the last one may
 * run.
 */
export const inTheMiddle: Partial<Record<StepName, { begun: number; milliseconds: number }>> = {
  'new key: being used': { begun: 8, milliseconds: 2 },
  'sealing again what version 13 left': { begun: 1, milliseconds: 60 },
  migrating: { begun: 1, milliseconds: 150 },
};

/** Announces when a transaction begins, and when it ends. */
function announceTransactions(): void {
  const { prototype } = BetterSqlite3;
  const begin = Reflect.get(prototype, 'transaction') as Transaction;
  let depth = 0;
  const announced: Transaction = function announced(work) {
    const transaction = begin.call(this, () => {
      if ((depth += 1) === 1) say('begun');
      return work();
    });
    return {
      immediate() {
        const before = depth;
        try {
          return transaction.immediate();
        } finally {
          depth = before;
          if (depth === 0) say('over');
        }
      },
    };
  };
  Reflect.set(prototype, 'transaction', announced);
}

/** As far as it is used: `transact` has no other way to begin one. */
type Transaction = (this: BetterSqlite3.Database, work: () => unknown) => { immediate: () => unknown };

/** Announces the step, and blocks: what is in memory now is lost. */
function stop(): never {
  announce();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  throw new Error('nobody ended this process');
}

function announce(): void {
  say('here');
}

/** Synchronous: a stream would wait for the event loop, which is blocked. */
function say(word: 'here' | 'begun' | 'over'): void {
  writeSync(1, `${word}\n`);
}

function onTokenRequest(engine: Engine, ask: (send: () => Promise<Response>) => Promise<Response> | Response): void {
  const { outbound } = engine.context;
  engine.context.outbound = (server): ServerOutbound => {
    const doors = outbound(server);
    const token: typeof doors.token = async (input, init) => ask(() => doors.token(input, init));
    return { ...doors, token };
  };
}

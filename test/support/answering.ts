import { onTestFinished } from 'vitest';
import { Imports } from '../../src-main/connections/import-servers.ts';
import type { Session } from '../../src-main/connections/slot.ts';
import { serve } from '../../src-main/ipc/serve.ts';
import { Lock } from '../../src-main/lock/lock.ts';
import { noDesktop, noSystemCheck } from './no-desktop.ts';
import { SessionPool } from '../../src-main/mcp/session-pool.ts';
import type { AppView, RequestName, Result } from '../../src-preload/contract.ts';
import type { Keyfob } from './keyfob.ts';

interface Answered {
  answer: Result<unknown>;
  /** As whom the window asks from then on. */
  session: Session;
}

/** Asks as somebody, through the whole way that a request takes in the main process but for the window. */
export function answering(kit: Keyfob) {
  const { context } = kit;
  const pool = new SessionPool(context);
  const lock = new Lock({ store: context.store, now: context.now, system: noSystemCheck });
  onTestFinished(() => pool.closeAll());
  const channels = new Map<string, (event: unknown, input: unknown) => Promise<Result<unknown>>>();
  let session: Session;
  serve({
    ipcMain: { handle: (name, listener) => void channels.set(name, listener as never) },
    windows: {
      isOurs: () => true,
      asking: () => ({ session, bind: (next) => (session = next), send: () => undefined }),
    },
    ready: async () => ({
      context,
      pool,
      describe: ({ workspaceId, profileId }) =>
        ({ workspace: { id: workspaceId }, profile: { id: profileId } }) as AppView,
      copy: () => undefined,
      keys: kit.keys,
      lock,
      askPerson: async () => false,
      askToForget: async () => false,
      desktop: noDesktop,
      files: { save: async () => undefined, open: async () => null },
      imports: new Imports(context),
      programs: async () => [],
      calls: new Map(),
    }),
  });
  return async (as: Session, name: RequestName, input: unknown): Promise<Answered> => {
    session = as;
    const answer = await channels.get(name)?.({}, input);
    if (!answer) throw new Error(`nobody listens to ${name}`);
    return { answer, session };
  };
}

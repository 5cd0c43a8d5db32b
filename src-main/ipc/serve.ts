import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import type { RequestName, Requests, Result } from '../../src-preload/contract.ts';
import type { Context } from '../connections/context.ts';
import { errorView } from '../error-view.ts';
import { Fault } from '../fault.ts';
import type { Handlers } from './handlers.ts';
import { assertAllowed } from './policy.ts';
import { schemas } from './schemas.ts';
import type { WindowSessions } from './window-sessions.ts';

interface ServeOptions {
  ipcMain: Pick<IpcMain, 'handle'>;
  windows: Pick<WindowSessions, 'isOurs' | 'sessionOf'>;
  /** Opens the store, the first time; requests wait for that. */
  ready: () => Promise<{ context: Context; handlers: Handlers }>;
}

/** Answers every request of the contract: sender, session, schema, policy, handler, in this order, and never with silence. */
export function serve({ ipcMain, windows, ready }: ServeOptions): void {
  for (const name of Object.keys(schemas) as RequestName[]) {
    ipcMain.handle(name, (event, input: unknown) => respond(name, event, input));
  }

  async function respond<Name extends RequestName>(
    name: Name,
    event: IpcMainInvokeEvent,
    input: unknown,
  ): Promise<Result<Requests[Name]['output']>> {
    try {
      if (!windows.isOurs(event)) throw new Fault('forbidden', `${name} from a frame that is none of ours`);
      const { context, handlers } = await ready();
      const session = windows.sessionOf(event);
      if (!session) throw new Fault('forbidden', `${name} from a window that is bound to nobody`);
      const parsed = schemas[name].safeParse(input);
      if (!parsed.success) throw new Fault('request_invalid', `${name} with arguments that do not fit`);
      assertAllowed(context, session, name, parsed.data);
      const value = await handlers[name](session, parsed.data);
      return { ok: true, value };
    } catch (error) {
      const view = errorView(error);
      if (view.code === 'internal') {
        const log = await ready()
          .then(({ context }) => context.log)
          .catch(() => undefined);
        log?.warn('request failed', { name, error: error instanceof Error ? error : undefined });
      }
      return { ok: false, error: view };
    }
  }
}

import type { IpcMainInvokeEvent } from 'electron';
import type { RequestName, Requests, Result } from '../../src-preload/contract.ts';
import { errorView } from '../base/error-view.ts';
import { Fault } from '../base/fault.ts';
import { answers as allAnswers, type Answers } from './answers.ts';
import type { RequestHandler, Services } from './area.ts';
import { assertAllowed } from './policy.ts';
import type { Respond } from './serve.ts';
import type { WindowSessions } from './window-sessions.ts';

interface RespondOptions {
  windows: Pick<WindowSessions, 'isOurs' | 'requesterOf'>;
  /** Opens the store at the first call; requests wait for it. */
  ready: () => Promise<Services>;
  answers?: Answers;
}

/**
 * Handles a request: checks sender, session, lock, schema and policy in this order, then calls the handler. Every
 * request gets an answer.
 */
export function respondTo({ windows, ready, answers = allAnswers }: RespondOptions): Respond {
  return respond;

  async function respond<Name extends RequestName>(
    name: Name,
    event: IpcMainInvokeEvent,
    input: unknown,
  ): Promise<Result<Requests[Name]['output']>> {
    try {
      if (!windows.isOurs(event)) throw new Fault('forbidden', `${name} from a frame that is none of ours`);
      const services = await ready();
      const requester = windows.requesterOf(event);
      if (!requester) throw new Fault('forbidden', `${name} from a window that is bound to nobody`);
      const request = answers[name] as RequestHandler<Requests[Name]>;
      const assertOpen = () => {
        if (services.lock.isLocked && !request.whileLocked) throw new Fault('locked', `${name} while Keyfob is locked`);
      };
      assertOpen();
      const parsed = request.input.safeParse(input);
      if (!parsed.success) throw new Fault('request_invalid', `${name} with arguments that do not fit`);
      assertAllowed(services.context, requester.session, name, parsed.data);
      const value = await request.answer(services, requester, parsed.data);
      // Checked again: the lock may have closed while the handler was running.
      assertOpen();
      return { ok: true, value };
    } catch (error) {
      const view = errorView(error);
      if (view.code === 'internal') {
        const log = await ready()
          .then(({ context }) => context.log)
          .catch(() => undefined);
        log?.warn('request failed', { name, error });
      }
      return { ok: false, error: view };
    }
  }
}

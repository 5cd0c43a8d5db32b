import type { Session } from '../../src-main/connections/slot.ts';
import type { Services } from '../../src-main/ipc/area.ts';
import { respondTo } from '../../src-main/ipc/respond.ts';
import { serve } from '../../src-main/ipc/serve.ts';
import type { AppView, RequestName, Result } from '../../src-preload/contract.ts';
import type { Keyfob } from './keyfob.ts';
import { servicesOf } from './services-of.ts';

interface Answered {
  answer: Result<unknown>;
  /** The session of later requests. */
  session: Session;
}

/** Sends requests as a session through the complete path in the main process, without a window. */
export function answering(kit: Keyfob) {
  const services = servicesOf(kit, {
    describe: ({ workspaceId, profileId }) =>
      ({ workspace: { id: workspaceId }, profile: { id: profileId } }) as AppView,
  });
  return answeringWith(services);
}

/** The same, with the test's own services. */
export function answeringWith(services: Services) {
  const channels = new Map<string, (event: unknown, input: unknown) => Promise<Result<unknown>>>();
  let session: Session;
  serve(
    { handle: (name, listener) => void channels.set(name, listener as never) },
    respondTo({
      windows: {
        isOurs: () => true,
        requesterOf: () => ({ session, bind: (next) => (session = next), send: () => undefined }),
      },
      ready: async () => services,
    }),
  );
  return async (as: Session, name: RequestName, input: unknown): Promise<Answered> => {
    session = as;
    const answer = await channels.get(name)?.({}, input);
    if (!answer) throw new Error(`nobody listens to ${name}`);
    return { answer, session };
  };
}

import type { RequestName } from '../../src-preload/contract.ts';
import type { Context } from '../connections/context.ts';
import type { Session } from '../connections/slot.ts';
import { Fault } from '../fault.ts';

/** Who may ask: anyone in the workspace; whoever may use the server's slot (the shared one is the admins'); admins. */
type Policy = 'anyone' | 'own slot' | 'admin';

const policies: Record<RequestName, Policy> = {
  'app:describe': 'anyone',
  'app:copy': 'anyone',
  'servers:list': 'anyone',
  'servers:add': 'admin',
  'servers:rename': 'admin',
  'servers:change-address': 'admin',
  'servers:set-enabled': 'admin',
  'servers:remove': 'admin',
  'servers:settings': 'admin',
  'servers:settings-cost': 'admin',
  'servers:change-settings': 'admin',
  'servers:public-key': 'admin',
  'connections:discover': 'own slot',
  'connections:connect': 'own slot',
  'connections:cancel': 'own slot',
  'connections:open-again': 'own slot',
  'connections:copy-link': 'own slot',
  'connections:disconnect': 'own slot',
  'tools:list': 'anyone',
  'tools:call': 'anyone',
  'tools:cancel': 'anyone',
};

/** Throws `forbidden` where the session may not make this request. The role is the stored one, not the window's. */
export function assertAllowed(context: Context, session: Session, name: RequestName, input: unknown): void {
  const policy = name === 'tools:call' && stepsUp(input) ? policies['connections:connect'] : policies[name];
  if (policy === 'anyone') return;
  if (context.store.profiles.get(session.profileId)?.role === 'admin') return;
  if (policy === 'own slot' && ownsSlot(context, session, input)) return;
  throw new Fault('forbidden', `${name} is not for this profile`);
}

/** A call that may change whose sign-in it is made with is a sign-in too. */
function stepsUp(input: unknown): boolean {
  return (input as { stepUp?: boolean } | undefined)?.stepUp === true;
}

function ownsSlot(context: Context, session: Session, input: unknown): boolean {
  const serverId = (input as { serverId?: string } | undefined)?.serverId;
  const server = serverId === undefined ? undefined : context.store.servers.get(session.workspaceId, serverId);
  // A server that is not there is the handler's to report: it must look the same as a foreign one.
  return server?.account !== 'shared';
}

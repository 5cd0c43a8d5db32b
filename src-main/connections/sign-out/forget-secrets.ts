import { mapLimit } from '../../base/map-limit.ts';
import type { Server } from '../../store/servers.ts';
import type { Context } from '../context.ts';
import { publishServerChanged } from '../publish-server-changed.ts';
import { endSignIns } from './end-sign-ins.ts';

const mostAtOnce = 8;
const kinds = ['client_secret', 'private_key', 'id_token', 'headers'] as const;

/**
 * Ends every sign-in of all workspaces and deletes the secrets that users entered; servers and other settings are kept.
 * For a user who has lost the passphrase.
 */
export async function forgetSecrets(context: Context): Promise<void> {
  const { workspaces, servers } = context.store;
  const all = workspaces.list().flatMap(({ id }) => servers.list(id));
  await mapLimit(mostAtOnce, all, async (server) => {
    await endSignIns(context, server, () => forgetEntered(context, server));
    publishServerChanged(context, { workspaceId: server.workspaceId, serverId: server.id });
  });
}

function forgetEntered({ store, now }: Context, { id, workspaceId, clientId }: Server): void {
  for (const kind of kinds) store.serverSecrets.remove(id, kind);
  // Registrations contain a copy of the entered secrets.
  if (clientId !== null) store.clientRegistrations.retirePreregistered(workspaceId, clientId, now());
  store.clientRegistrations.sweep();
}

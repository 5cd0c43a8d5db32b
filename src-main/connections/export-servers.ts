import type { Context } from './context.ts';
import { serverHeaders } from './server-headers.ts';
import { portableServer, writeDocument } from './servers-document.ts';
import type { Session } from './slot.ts';

/** The session's servers with their settings, as the text of a file; no secret and no sign-in is in it. */
export function exportServers(
  { store, ...context }: Context,
  { workspaceId }: Session,
): { text: string; count: number } {
  const servers = store.servers
    .list(workspaceId)
    .map((server) =>
      portableServer(
        server,
        store.serverSecrets.kinds(server.id),
        Object.keys(serverHeaders({ store, ...context }, server.id)),
      ),
    );
  return { text: writeDocument(servers), count: servers.length };
}
